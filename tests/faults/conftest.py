"""Both applications with something to spoil: a signal, an opened visit, a night that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import services as accounts
from occupancy.accounts.commands import GrantRole
from occupancy.accounts.roles import Role
from occupancy.citations import services as citations
from occupancy.citations.queries import CitationRow
from occupancy.database import Base, make_engine, saving
from occupancy.inspections.queries import VisitRow
from occupancy.scans import queries
from occupancy.scans.services import run_scan
from tests.citations.visits import Walk
from tests.faults.forms import Asked
from tests.scans.region import LAST, NOW, make_region, some_nights_empty
from tests.support.world import SLAVSKE, World

EVENING = datetime(2026, 11, 23, 18, 45, tzinfo=UTC)
TONIGHT = date(2026, 11, 23)
#: Tables that a request may touch although it was refused: tries of signing in, and who is in.
OF_SIGNING_IN = ("sign_in_attempt", "sign_in_session")
#: Tables whose rows change in place; elsewhere a change is a new row.
CHANGING = ("visit", "flag", "closure", "facility", "citation")

Kept = Callable[[], dict[str, Any]]


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a quarter to nine in the evening of 23 November 2026."""
    monkeypatch.setattr(clock, "_shift", EVENING - datetime.now(UTC))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give a way to the database beside the application's own."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def kept(engine: Engine, world: World) -> Kept:
    """Give ``kept()``: how much every table holds, and the rows of those that change in place."""

    def look() -> dict[str, Any]:
        found: dict[str, Any] = {}
        with engine.connect() as connection:
            for name, table in Base.metadata.tables.items():
                if name in OF_SIGNING_IN:
                    continue
                counted = select(func.count(1)).select_from(table)
                query = select(table) if name in CHANGING else counted
                found[name] = sorted(map(repr, connection.execute(query)))
        return found

    return look


@pytest.fixture
def flag(engine: Engine, world: World) -> int:
    """Give the number of an open signal in Lviv, found by a real scan."""
    with Session(engine) as session, saving(session):
        make_region(session, count=8, nights=70, habit=some_nights_empty({3}), prefix="LG")
        run_scan(session, first=LAST - timedelta(days=59), last=LAST, now=NOW)
        return queries.open_flags(session)[0].id


@pytest.fixture
def visit(engine: Engine, world: World) -> VisitRow:
    """Give the inspector's opened visit of tonight to the homestead."""
    with Session(engine) as session:
        return Walk(session, world).opened()


@pytest.fixture
def paper(engine: Engine, world: World) -> CitationRow:
    """Give the paper of the inspector's visit of tonight to the hotel, where it saw more guests."""
    with Session(engine) as session:
        walk = Walk(session, world)
        visit = walk.closed(walk.opened(walk.planned("LV-0001")))
        with saving(session):
            return citations.issue(
                session,
                visit.id,
                "akt",
                actor_id=walk.me,
                now=EVENING,
                public_url="https://nichlih.example",
            )


@pytest.fixture
def asked(engine: Engine, world: World, paper: CitationRow) -> Asked:
    """Give what waits for the chief: the administrator's question and the inspector's."""
    role = GrantRole(world.people["officer"], Role.OFFICER, valid_from=TONIGHT, community=SLAVSKE)
    with Session(engine) as session, saving(session):
        granting = accounts.ask_role(session, role, actor_id=world.people["admin"], now=EVENING)
        voiding = citations.ask_void(
            session,
            paper.id,
            reason="Не той заклад.",
            actor_id=world.people["inspector"],
            now=EVENING,
        )
        return Asked(granting.id, paper.id, voiding.id)
