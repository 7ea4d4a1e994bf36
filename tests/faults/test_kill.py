"""A server that is killed in the middle of its work has kept everything that it acknowledged."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.audit.models import AuditEntry
from occupancy.database import make_engine
from occupancy.filings.models import FilingRevision
from occupancy.ledger.models import LedgerLine
from occupancy.registry.models import Facility
from tests.faults.people import Filing, Person, Tally
from tests.support.server import Server
from tests.support.world import make_world

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
FILINGS, KILLS = (500, 5) if FULL else (120, 1)
#: Who files for which house; two people of one house file different nights of it.
CLIENTS = (
    ("operator", "SL-0001"),
    ("operator2", "LV-0002"),
    ("porter", "LV-0001"),
    ("operator", "SL-0001"),
    ("operator2", "LV-0002"),
    ("operator", "LV-0001"),
)
EVENING = "2026-11-23T18:00:00+00:00"
LAST = date(2026, 11, 22)


@pytest.fixture
def server(
    new_database: Callable[[], str], tmp_path: Path, compiled_words: None
) -> Iterator[Server]:
    """Give the real server over a small world, at eight in the evening."""
    url = new_database()
    engine = make_engine(url)
    with Session(engine) as session:
        make_world(session)
    engine.dispose()
    made = Server(tmp_path, url, {"OCCUPANCY_DEMO_CLOCK": EVENING})
    yield made
    made.stop()


@pytest.fixture
def people(server: Server) -> Iterator[list[Person]]:
    """Give everybody who files, signed in; the server runs."""
    server.start()
    made = [Person(server.port, login) for login, _ in CLIENTS]
    for person in made:
        person.sign_in()
    yield made
    for person in made:
        person.connection.close()


def test_every_acknowledged_filing_survives_a_kill_and_none_is_there_twice(server, people):
    filings = [_filing(number) for number in range(FILINGS)]
    tally, uncertain, found_kept = Tally(), 0, 0
    before = _log_size(server)
    for kill in range(1, KILLS + 1):
        done = len(tally.receipts)
        _file_until(server, people, filings, tally, FILINGS * kill // (KILLS + 1))
        assert done < len(tally.receipts) < FILINGS, "the kill was not in the middle"
        kept = _kept(server)
        assert kept.items() >= _promised(tally).items()
        in_doubt = {each.key for each in tally.in_flight}
        assert set(kept) - {each.key for each in tally.receipts} <= in_doubt
        uncertain += len(in_doubt)
        found_kept += len(in_doubt & set(kept))
        tally.in_flight.clear()
        server.start()
    _file_until(server, people, filings, tally, None)
    assert tally.refused == []
    assert _kept(server) == _promised(tally)
    assert len(tally.receipts) == FILINGS
    assert _log_size(server) == before + FILINGS
    print(f"{FILINGS} filed, {KILLS} kills, {uncertain} in flight, {found_kept} of them kept")


def _filing(number: int) -> Filing:
    """Return the filing of a number: each its own night, with figures that tell it apart."""
    client = number % len(CLIENTS)
    facility = CLIENTS[client][1]
    rooms = 1 + number % 6
    # Two clients of one house: the first takes the even nights, the second the odd ones.
    nights_ago = 2 * (number // len(CLIENTS)) + client // (len(CLIENTS) // 2)
    guests = "guests_domestic" if facility == "SL-0001" else "band_b3_domestic"
    form = {"rooms_occupied": str(rooms), guests: str(rooms + 1), "guests_inbound": "1"}
    return Filing(
        facility=facility,
        night=LAST - timedelta(days=nights_ago),
        key=f"press-{number}",
        rooms=rooms,
        guests=rooms + 2,
        form=tuple(form.items()),
    )


def _file_until(
    server: Server, people: list[Person], filings: list[Filing], tally: Tally, kill_at: int | None
) -> None:
    """Let all people file what has no receipt yet; kill the server at so many receipts."""
    threads = [
        threading.Thread(
            target=person.file,
            args=(
                [each for each in filings[at :: len(people)] if each not in tally.receipts],
                tally,
            ),
        )
        for at, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    if kill_at is not None:
        tally.wait_for(kill_at, lambda: not any(thread.is_alive() for thread in threads))
        server.kill()
    for thread in threads:
        thread.join()


def _promised(tally: Tally) -> dict[str, tuple[str, str, date, int, int, int]]:
    return {
        each.key: (receipt, each.facility, each.night, 1, each.rooms, each.guests)
        for each, receipt in tally.receipts.items()
    }


def _kept(server: Server) -> dict[str, tuple[str, str, date, int, int, int]]:
    """Return what the database holds by key; its log and its ledger must agree with it."""
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        log = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
        rows = session.execute(
            select(FilingRevision, Facility.code).join(
                Facility, Facility.id == FilingRevision.facility_id
            )
        ).all()
        accrued = {
            (facility, night): int(kopiykas)
            for facility, night, kopiykas in session.execute(
                select(
                    LedgerLine.facility_id, LedgerLine.night, func.sum(LedgerLine.kopiykas)
                ).group_by(LedgerLine.facility_id, LedgerLine.night)
            )
        }
    engine.dispose()
    assert [each.seq for each in log] == list(range(len(log)))
    for each in log:
        assert each.leaf_hash == hashlib.sha256(b"\x00" + each.body).digest()
        assert json.loads(each.body)["seq"] == each.seq
    leaves = {each.seq: each.leaf_hash.hex() for each in log}
    assert {each.audit_seq: each.audit_leaf for each, _ in rows}.items() <= leaves.items()
    assert sum(each.kind == "filing" for each in log) == len(rows)
    assert {(each.facility_id, each.night): each.due_kopiykas for each, _ in rows} == accrued
    found = {
        each.idempotency_key: (
            each.receipt_no,
            code,
            each.night,
            each.number,
            each.rooms_occupied,
            each.guests,
        )
        for each, code in rows
    }
    assert len(found) == len(rows)
    return found


def _log_size(server: Server) -> int:
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        size = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    engine.dispose()
    return size
