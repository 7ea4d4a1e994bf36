"""The promises of occupancy.database, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from occupancy.accounts.models import SignInAttempt
from occupancy.constraints import BrokenConstraint
from occupancy.database import is_unavailable, make_engine, saving
from occupancy.errors import Busy
from occupancy.ledger.models import LedgerLine
from occupancy.registry.models import MinimumWage

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def wage(year: int, kopiykas: int = 100) -> MinimumWage:
    return MinimumWage(year=year, kopiykas=kopiykas, source="test", mark="M")


def years(session: Session) -> list[int]:
    return list(session.scalars(select(MinimumWage.year).where(MinimumWage.year > 2100)))


def test_a_deed_is_kept_when_it_ends_well(session, database_url):
    with saving(session):
        session.add(wage(2101))
    engine = make_engine(database_url)
    with Session(engine) as other:
        assert years(other) == [2101]
    engine.dispose()


def test_nothing_of_a_deed_is_kept_when_it_fails_half_way(session):
    with pytest.raises(ZeroDivisionError), saving(session):
        session.add(wage(2101))
        session.flush()
        raise ZeroDivisionError
    assert years(session) == []


def test_a_broken_check_is_told_by_its_name(session):
    with pytest.raises(BrokenConstraint) as caught, saving(session):
        session.add(wage(2101, kopiykas=0))
    assert caught.value.facts == {"constraint": "ck_minimum_wage_positive"}


def test_a_broken_key_is_told_by_its_name(session):
    with pytest.raises(BrokenConstraint) as caught, saving(session):
        session.execute(MinimumWage.__table__.insert(), [_row(2101), _row(2101)])
    assert caught.value.facts == {"constraint": "pk_minimum_wage"}


def _row(year: int) -> dict[str, object]:
    return {"year": year, "kopiykas": 1, "source": "test", "mark": "M"}


def test_keys_to_other_tables_hold(session):
    line = LedgerLine(
        id=1,
        facility_id=999,
        night=date(2026, 1, 1),
        account="accrual",
        kopiykas=1,
        cause="c",
        at=NOW,
    )
    with pytest.raises(BrokenConstraint), saving(session):
        session.add(line)


def test_a_moment_comes_back_aware_and_in_utc(session):
    with saving(session):
        session.add(SignInAttempt(login="a", address="::1", at=NOW, succeeded=False))
    session.expire_all()
    kept = session.scalars(select(SignInAttempt)).one()
    assert kept.at == NOW
    assert kept.at.tzinfo is not None


def test_a_moment_without_a_zone_is_not_kept(session):
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the very thing that must be refused
    with pytest.raises(Exception, match="without a zone"), saving(session):
        session.add(SignInAttempt(login="a", address="::1", at=naive, succeeded=False))


def test_sqlite_writes_ahead_and_syncs_every_commit(session):
    if session.get_bind().dialect.name != "sqlite":
        return
    assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    assert session.scalar(text("PRAGMA synchronous")) == 2
    assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_commit_waits_for_the_disk_also_where_the_server_was_told_not_to(session):
    """Threat 20. The tests' PostgreSQL runs with synchronous_commit=off."""
    if session.get_bind().dialect.name == "postgresql":
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
    else:
        assert session.scalar(text("PRAGMA synchronous")) == 2, "FULL"


def test_a_server_that_takes_no_writing_is_busy_not_broken(database_url):
    engine = make_engine(database_url)
    with Session(engine) as session, pytest.raises(Busy), saving(session):
        if engine.dialect.name == "postgresql":
            session.execute(text("SET TRANSACTION READ ONLY"))
        else:
            session.execute(text("PRAGMA query_only = ON"))
        session.add(wage(2101))
    engine.dispose()


def test_a_pool_without_a_free_connection_is_busy_a_wrong_statement_is_not():
    assert is_unavailable(NoFreeConnection())
    assert not is_unavailable(ProgrammingError("SELECT", {}, Exception()))
