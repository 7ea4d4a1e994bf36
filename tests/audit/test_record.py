"""Writing the log, on both databases."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit import queries
from occupancy.audit.models import AuditEntry
from occupancy.audit.services import Deed, record, record_all
from occupancy.database import make_engine, saving

NOW = datetime(2026, 11, 23, 20, 47, 16, 120_000, tzinfo=UTC)


def deed(number: int) -> Deed:
    return Deed("filing", f"night:A:{number}", {"rooms": number, "exempt": {"MINOR": 1}})


def test_an_entry_is_found_again_with_its_facts(session):
    with saving(session):
        kept = record(session, deed(7), actor="person:1", now=NOW)
    found = queries.entry(session, kept.seq)
    assert found is not None
    assert found.body["facts"] == {"rooms": 7, "exempt": {"MINOR": 1}}
    assert found.body["at"] == "2026-11-23T20:47:16.120Z"
    assert found.leaf == kept.leaf


def test_the_leaf_is_the_hash_of_exactly_the_bytes_kept(session):
    with saving(session):
        kept = record(session, deed(7), actor="person:1", now=NOW)
    body = session.scalar(select(AuditEntry.body).where(AuditEntry.seq == kept.seq))
    assert body is not None
    assert hashlib.sha256(b"\x00" + body).hexdigest() == kept.leaf
    assert list(json.loads(body)) == sorted(json.loads(body)), "canonical JSON sorts its names"


def test_equal_deeds_have_different_leaves_so_a_hash_tells_nothing(session):
    with saving(session):
        one, two = record_all(session, [deed(1), deed(1)], actor="person:1", now=NOW)
    assert one.leaf != two.leaf


def test_a_deed_that_is_rolled_back_leaves_no_gap(session):
    with saving(session):
        first = record(session, deed(1), actor="person:1", now=NOW)
    with pytest.raises(ZeroDivisionError), saving(session):
        record(session, deed(2), actor="person:1", now=NOW)
        raise ZeroDivisionError
    with saving(session):
        second = record(session, deed(3), actor="person:1", now=NOW)
    assert second.seq == first.seq + 1


def test_numbers_follow_each_other_when_many_write_at_once(database_url):
    engine = make_engine(database_url)

    def write(number: int) -> None:
        with Session(engine) as session, saving(session):
            record(session, deed(number), actor="person:1", now=NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    with Session(engine) as session:
        seqs = list(session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)))
    engine.dispose()
    assert seqs == list(range(len(seqs)))
    assert len(seqs) == 40
