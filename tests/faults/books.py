"""What the database holds after a fault; its log and its ledger must agree with it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.audit import queries, rules
from occupancy.audit.log import log_of
from occupancy.audit.models import AuditEntry
from occupancy.database import make_engine
from occupancy.filings.models import FilingRevision
from occupancy.ledger.models import LedgerLine
from occupancy.registry.models import Facility
from tests.faults.people import Filing, Tally
from tests.support.world import settings_for

#: receipt, facility, night, number of the revision, rooms, guests
Said = tuple[str, str, date, int, int, int]
#: Seconds in which the background worker, ended a moment before, signs again.
SIGNED = 30


def promised(tally: Tally) -> dict[str, Said]:
    """Return what was acknowledged, by key."""
    return {
        each.key: (receipt, each.facility, each.night, 1, each.rooms, each.guests)
        for each, receipt in tally.receipts.items()
    }


def kept(url: str) -> dict[str, Said]:
    """Return what the database holds by key; fails where log, ledger and rows disagree."""
    engine = make_engine(url)
    with Session(engine) as session:
        log = session.execute(
            select(AuditEntry.seq, AuditEntry.kind, AuditEntry.body, AuditEntry.leaf_hash).order_by(
                AuditEntry.seq
            )
        ).all()
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
    assert [each.seq for each in log] == list(range(len(log))), "the log has a gap"
    for each in log:
        assert each.leaf_hash == hashlib.sha256(b"\x00" + each.body).digest()
        assert json.loads(each.body)["seq"] == each.seq
    leaves = {each.seq: each.leaf_hash.hex() for each in log}
    assert {each.audit_seq: each.audit_leaf for each, _ in rows}.items() <= leaves.items()
    assert sum(each.kind == "filing" for each in log) == len(rows)
    assert {(each.facility_id, each.night): each.due_kopiykas for each, _ in rows} == accrued
    return _by_key(rows)


def _by_key(rows: list) -> dict[str, Said]:
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
    assert len(found) == len(rows), "a filing is there twice"
    return found


def agree(url: str, tally: Tally) -> Mapping[str, Said]:
    """Check that everything acknowledged is kept as it was said, once, and else only doubts."""
    found = kept(url)
    said = promised(tally)
    assert found.items() >= said.items(), "an acknowledged filing is lost or altered"
    doubtful = {each.key for each in tally.in_doubt}
    assert set(found) - set(said) <= doubtful, "something is kept that nobody sent"
    return found


def proven(url: str, data_dir: Path) -> tuple[int, int]:
    """Wait for the worker's head over the whole log and prove it; return heads and size.

    Each head grew out of the one before, names it, stands in the file beside the database, and
    holds an entry from its first, its middle and its last part.
    """
    engine = make_engine(url)
    log = log_of(settings_for(url, data_dir))
    with Session(engine) as session:
        deadline = time.monotonic() + SIGNED
        while not (outside := log.heads.last()) or outside.size < queries.size(session):
            assert time.monotonic() < deadline, "no head was signed"
            time.sleep(0.1)
            session.rollback()
        heads = queries.checkpoints(session)
        assert [each.number for each in heads] == list(range(1, len(heads) + 1))
        assert [each.note for each in heads] == [each.note for each in log.heads.all()]
        for before, after in pairwise(heads[-20:]):
            assert after.previous == hashlib.sha256(before.note.encode()).digest()
            path = queries.consistency_proof(session, before.size, after.size)
            assert rules.verify_consistency(
                before.size, after.size, path, before.root, after.root
            ), f"head {after.number} did not grow out of the one before"
        newest = heads[-1]
        for seq in {0, newest.size // 2, newest.size - 1}:
            found = queries.leaf_and_body(session, seq)
            assert found
            path = queries.inclusion_proof(session, seq, newest.size)
            assert rules.verify_inclusion(found[0], seq, newest.size, path, newest.root)
    engine.dispose()
    return len(heads), newest.size


def log_size(url: str) -> int:
    """Return how many entries the log holds."""
    engine = make_engine(url)
    with Session(engine) as session:
        size = queries.size(session)
    engine.dispose()
    return size


def without_receipt(some: list[Filing], tally: Tally) -> list[Filing]:
    """Return what is still to be filed."""
    return [each for each in some if each not in tally.receipts]
