"""A night that a declared restore lost comes back by its receipt, once, and by no forged one."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from occupancy.audit import heads, queries, restores
from occupancy.audit.heads import HeadsFile
from occupancy.audit.log import Log, publish
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditWords
from occupancy.audit.receipts import receipt
from occupancy.audit.rules import leaf_hash, read_receipt
from occupancy.audit.rules.receipts import receipt_text
from occupancy.database import saving
from occupancy.filings import queries as filings
from occupancy.filings.commands import FileNight
from occupancy.filings.models import FilingRevision
from occupancy.filings.rules import refusals
from occupancy.filings.services import file_again, file_night
from occupancy.ledger.models import LedgerLine

#: Before the community's hour that evening, and long after it, when all was put back.
THEN = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
LATER = THEN + timedelta(days=4)
NIGHT = date(2026, 11, 23)


@pytest.fixture
def log(session, tmp_path):
    made = Log("nichlih.example", tmp_path / "log-key.pem", HeadsFile(tmp_path / "heads.jsonl"))
    heads.watch(session.get_bind(), made.heads)
    return made


@pytest.fixture
def filed(session, world):
    """Give ``filed(rooms, at)``: a night of the homestead, kept as the cabinet keeps it."""

    def file(rooms, now=THEN, reason=None):
        with saving(session):
            return file_night(
                session,
                FileNight(
                    world.facilities["SL-0001"],
                    NIGHT,
                    rooms,
                    domestic=rooms + 1,
                    inbound=1,
                    exempt={"MINOR": 1},
                    reason=reason,
                ),
                source="cabinet",
                author_id=world.people["operator"],
                now=now,
            )

    return file


@pytest.fixture
def again(session, world):
    """Give ``again(text, facility)``: file the night of a receipt's file again."""

    def file(text, facility="SL-0001"):
        with saving(session):
            return file_again(
                session,
                read_receipt(text),
                facility_id=world.facilities[facility],
                author_id=world.people["operator"],
                now=LATER,
            )

    return file


def signed(session, log, seq):
    """Return the file of a receipt as the hotel has it."""
    found = receipt(session, log, seq)
    session.rollback()
    return receipt_text(found)


def put_back(session, log, size):
    """Lose everything from entry ``size`` on, and declare it."""
    with saving(session):
        session.execute(delete(FilingRevision).where(FilingRevision.audit_seq >= size))
        session.execute(delete(LedgerLine))
        session.execute(delete(AuditCheckpoint).where(AuditCheckpoint.size > size))
        session.execute(delete(AuditWords).where(AuditWords.seq >= size))
        session.execute(delete(AuditEntry).where(AuditEntry.seq >= size))
    session.expire_all()
    restores.declare(session, log, by=("person:8", "person:9"), reason="диск зламався", now=LATER)


@pytest.fixture
def lost(session, log, filed):
    """Give the receipt's file of a night that was filed, published and lost."""
    before = queries.size(session)
    session.rollback()
    publish(session, log, now=THEN)
    kept = filed(3)
    publish(session, log, now=THEN + timedelta(seconds=5))
    text = signed(session, log, kept.audit_seq)
    put_back(session, log, before)
    return text


def test_a_lost_night_comes_back_as_it_was_filed(session, world, lost, again):
    made = again(lost)
    told = read_receipt(lost)
    facts = told.said["facts"]
    assert filings.revisions(session, world.facilities["SL-0001"], NIGHT)[0].guests == 6
    assert (made.kind, made.filed_at, made.after_cutoff) == ("figure", THEN, False)
    assert made.due_kopiykas == facts["due_kopiykas"]
    entry = queries.entry(session, made.audit_seq)
    assert entry.at == LATER, "the log says when it came back"
    assert entry.body["facts"]["restored_from"] == {
        "origin": "nichlih.example/audit/1",
        "seq": told.seq,
        "leaf": told.leaf.hex(),
        "receipt_no": facts["receipt_no"],
    }


def test_the_same_receipt_brings_it_back_once(session, world, lost, again):
    first, second = again(lost), again(lost)
    assert (second.repeated, second.receipt_no) == (True, first.receipt_no)
    assert len(filings.revisions(session, world.facilities["SL-0001"], NIGHT)) == 1


def forged(text, **facts):
    """Return the receipt with other facts in its body, its leaf made to fit."""
    told = json.loads(text)
    body = json.loads(base64.b64decode(told["body"]))
    body["facts"].update(facts)
    data = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    told["body"], told["leaf"] = base64.b64encode(data).decode(), leaf_hash(data).hex()
    return json.dumps(told)


def test_a_forged_receipt_brings_nothing_back(session, world, lost, again, tmp_path):
    stranger = json.loads(lost)
    stranger["promise"] = stranger["promise"].replace("nichlih.example", "nichlih.exampla")
    for text in (
        forged(lost, guests=2, domestic=1, rooms_occupied=1),
        forged(lost, filed_at="2026-11-23T12:00:00+00:00"),
        json.dumps(stranger),
    ):
        with pytest.raises(refusals.ReceiptNotOurs):
            again(text)
    assert filings.revisions(session, world.facilities["SL-0001"], NIGHT) == []


def test_another_house_cannot_use_it(lost, again):
    with pytest.raises(refusals.ReceiptNotForHere):
        again(lost, facility="LV-0002")


def test_a_night_that_is_in_place_needs_no_receipt(session, log, filed, again):
    kept = filed(3)
    publish(session, log, now=THEN)
    with pytest.raises(refusals.ReceiptStillHeld):
        again(signed(session, log, kept.audit_seq))


def test_a_genuine_receipt_that_no_restore_lost_is_told_apart(session, log, filed, again):
    kept = filed(3)
    publish(session, log, now=THEN)
    text = signed(session, log, kept.audit_seq)
    with saving(session):
        entry = session.get(AuditEntry, kept.audit_seq)
        entry.body = entry.body.replace(b'"guests":6', b'"guests":5')
    session.expire_all()
    with pytest.raises(refusals.ReceiptNotLost):
        again(text)


def test_what_was_filed_since_is_not_gone_over(session, world, filed, lost, again):
    filed(5, now=LATER - timedelta(hours=1), reason=None)
    with pytest.raises(refusals.NewerStands):
        again(lost)
    assert filings.standing(session, world.facilities["SL-0001"], NIGHT).rooms_occupied == 5


def test_two_lost_figures_of_a_night_come_back_in_their_order(session, world, log, filed, again):
    before = queries.size(session)
    session.rollback()
    publish(session, log, now=THEN)
    first, second = filed(3), filed(4, now=THEN + timedelta(minutes=5))
    publish(session, log, now=THEN + timedelta(minutes=6))
    texts = [signed(session, log, each.audit_seq) for each in (first, second)]
    put_back(session, log, before)
    again(texts[0])
    again(texts[1])
    rooms = [
        each.rooms_occupied
        for each in filings.revisions(session, world.facilities["SL-0001"], NIGHT)
    ]
    assert rooms == [3, 4]
