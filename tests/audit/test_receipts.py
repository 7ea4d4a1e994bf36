"""A receipt proves its entry by itself, against the authority too; a changed one proves nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from occupancy.audit import queries, receipts, rules
from occupancy.audit.heads import HeadsFile
from occupancy.audit.log import Log, publish
from occupancy.audit.models import AuditEntry
from occupancy.audit.rules import NoteNotAuthentic, NoteNotReadable, read_receipt, receipt_text
from occupancy.audit.services import Deed, record_all
from occupancy.database import saving

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path) -> Log:
    return Log("nichlih.example", tmp_path / "key.pem", HeadsFile(tmp_path / "heads.jsonl"))


@pytest.fixture
def filled(session, log):
    with saving(session):
        deeds = [Deed("filing", f"night:LV-0001:{n}", {"rooms": n}) for n in range(5)]
        record_all(session, deeds, actor="person:1", now=NOW)
    return session


def test_a_promise_is_there_at_once_and_the_proof_after_the_next_head(filled, log):
    early = receipts.receipt(filled, log, 3)
    assert early.checkpoint is early.inclusion is None
    publish(filled, log, now=NOW + timedelta(seconds=1))
    late = receipts.receipt(filled, log, 3)
    assert late.promise == early.promise
    public = queries.epoch(filled).public_key
    for each in (early, late):
        told = read_receipt(receipt_text(each))
        assert told == each
        rules.check_promise(told, public)
    assert rules.check_inclusion(early, public) is None
    assert rules.check_inclusion(late, public).size == 5
    assert late.said["facts"] == {"rooms": 3}


def test_an_entry_that_is_not_there_has_no_receipt(filled, log):
    assert receipts.receipt(filled, log, 5) is None


def test_our_own_receipt_is_known_and_held(filled, log):
    publish(filled, log, now=NOW)
    found = receipts.examine(filled, receipts.receipt(filled, log, 2))
    assert (found.promised, found.held, found.head.size) == (True, True, 5)


def test_a_receipt_outlives_the_entry_that_was_changed(filled, log):
    publish(filled, log, now=NOW)
    kept = receipts.receipt(filled, log, 2)
    with saving(filled):
        filled.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(body=b"{}"))
    found = receipts.examine(filled, kept)
    assert (found.promised, found.held) == (True, False)


def test_a_receipt_of_another_log_is_not_ours(filled, log, tmp_path):
    stranger = Log(log.host, tmp_path / "other.pem", HeadsFile(tmp_path / "other.jsonl"))
    foreign = receipts.receipt(filled, stranger, 2)
    publish(filled, log, now=NOW)
    found = receipts.examine(filled, foreign)
    assert (found.promised, found.held) == (False, True)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 1},
        {"leaf": bytes(32)},
        {"origin": "other.example/audit/1"},
        {"body": b'{"seq":2}'},
        {"promise": "no note"},
    ],
)
def test_a_changed_receipt_promises_nothing(filled, log, change):
    publish(filled, log, now=NOW)
    changed = replace(receipts.receipt(filled, log, 2), **change)
    with pytest.raises((NoteNotAuthentic, NoteNotReadable)):
        rules.check_promise(changed, queries.epoch(filled).public_key)
    assert not receipts.examine(filled, changed).promised


def test_a_changed_path_leads_to_no_head(filled, log):
    publish(filled, log, now=NOW)
    good = receipts.receipt(filled, log, 2)
    changed = replace(good, inclusion=(bytes(32), *good.inclusion[1:]))
    with pytest.raises(NoteNotAuthentic):
        rules.check_inclusion(changed, queries.epoch(filled).public_key)
    found = receipts.examine(filled, changed)
    assert found.promised
    assert found.head is None


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_what_is_no_receipt_is_refused(text):
    with pytest.raises(NoteNotReadable):
        read_receipt(text)


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", '{"format": 1}', "x" * 70_000])
def test_hostile_files_are_refused(text):
    with pytest.raises(NoteNotReadable):
        read_receipt(text)
