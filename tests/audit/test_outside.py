"""What others kept shows what the database alone cannot: rewinds and forks."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occupancy.audit import keys, rules, services
from occupancy.audit.log import log_of
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditNode, AuditWords
from occupancy.audit.verification import Evidence
from occupancy.filings.models import FilingRevision
from occupancy.ledger.models import LedgerLine
from tests.audit.lived import ENDED


@pytest.fixture
def checkpoints(bench):
    return [Evidence(f"head {at}", text) for at, text in enumerate(bench.lived.checkpoints)]


@pytest.fixture
def receipts(bench):
    return [Evidence(f"receipt {at}", text) for at, text in enumerate(bench.lived.receipts)]


def test_everything_that_others_kept_is_found_again(bench, checkpoints, receipts):
    with bench.changed() as connection:
        report = bench.check(connection, checkpoints=checkpoints, receipts=receipts)
    assert report.findings == ()


def rewind(bench, connection, number):
    """Bring the database back to what it was at head ``number``, as far as the log goes."""
    size = rules.read_checkpoint(_text(bench.lived.checkpoints[number - 1])).size
    connection.execute(delete(AuditCheckpoint).where(AuditCheckpoint.number > number))
    connection.execute(delete(AuditWords).where(AuditWords.seq >= size))
    connection.execute(delete(AuditEntry).where(AuditEntry.seq >= size))
    for level, index in connection.execute(select(AuditNode.level, AuditNode.index)).all():
        if index + 1 << level > size:
            gone = (AuditNode.level == level) & (AuditNode.index == index)
            connection.execute(delete(AuditNode).where(gone))
    return size


def test_a_rewind_is_noticed_with_one_checkpoint_from_outside(bench, checkpoints):
    with bench.changed() as connection:
        size = rewind(bench, connection, 3)
        alone = bench.check(connection, heads=None)
        assert "outside_beyond" not in _codes(alone)
        report = bench.check(connection, heads=None, checkpoints=checkpoints[-1:])
    assert "outside_beyond" in _codes(report)
    assert report.first_seq is not None
    assert report.first_seq <= size


def test_a_rewind_is_noticed_through_the_file_of_heads(bench):
    with bench.changed() as connection:
        rewind(bench, connection, 3)
        assert "head_lost" in _codes(bench.check(connection))


def test_heads_cut_off_at_the_end_are_noticed_through_the_file_of_heads(bench):
    with bench.changed() as connection:
        connection.execute(delete(AuditCheckpoint).where(AuditCheckpoint.number == 4))
        report = bench.check(connection)
    assert "head_lost" in _codes(report)
    assert report.first_seq == rules.read_checkpoint(_text(bench.lived.checkpoints[2])).size


def test_a_lost_file_of_heads_is_noticed(bench):
    with bench.changed() as connection:
        assert _codes(bench.check(connection, heads=())) == {"head_file_missing"}


def fork(bench, connection):
    """Write another history with the real key: one figure of one filing was always another.

    Body, leaf, row, money, nodes and every later head are made anew, as an authority that holds
    the key and the disk could. Return the number of the entry and the changed heads.
    """
    log = log_of(bench.lived.settings)
    key = keys.load(log.key_path)
    entry = connection.execute(
        select(AuditEntry.seq, AuditEntry.body)
        .where(AuditEntry.kind == "filing")
        .order_by(AuditEntry.seq)
        .limit(1)
        .offset(100)
    ).one()
    body = entry.body.replace(b'"arrivals":', b'"arrivals":1', 1)
    leaf = rules.leaf_hash(body)
    arrivals = json.loads(body)["facts"]["arrivals"]
    connection.execute(
        update(AuditEntry).where(AuditEntry.seq == entry.seq).values(body=body, leaf_hash=leaf)
    )
    connection.execute(
        update(FilingRevision)
        .where(FilingRevision.audit_seq == entry.seq)
        .values(arrivals=arrivals, audit_leaf=leaf.hex())
    )
    heads = connection.execute(select(AuditCheckpoint.at).order_by(AuditCheckpoint.number)).all()
    sizes = [rules.read_checkpoint(_text(note)).size for note in bench.lived.checkpoints]
    first = next(at for at, size in enumerate(sizes) if size > entry.seq)
    rest = connection.execute(
        select(AuditEntry.__table__).where(AuditEntry.seq >= sizes[first]).order_by(AuditEntry.seq)
    ).all()
    connection.execute(delete(AuditCheckpoint).where(AuditCheckpoint.number > first))
    connection.execute(delete(AuditNode))
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        services.heads.grow(session, 0, sizes[first - 1] if first else 0)
        session.flush()
        for at in range(first, len(sizes)):
            session.execute(delete(AuditEntry).where(AuditEntry.seq >= sizes[at]))
            services.sign_checkpoint(session, key, host=log.host, now=heads[at].at)
            if later := [dict(row._mapping) for row in rest if row.seq >= sizes[at]]:
                session.execute(AuditEntry.__table__.insert(), later)
        session.commit()
    return entry.seq


def test_a_fork_is_whole_inside_and_noticed_with_one_checkpoint_from_outside(bench, checkpoints):
    with bench.changed() as connection:
        seq = fork(bench, connection)
        inside = bench.check(connection, heads=None)
        assert inside.findings == (), "the forger did everything right"
        report = bench.check(connection, heads=None, checkpoints=checkpoints[-1:])
        among = bench.check(connection, heads=None, checkpoints=checkpoints)
        filed = bench.check(connection)
    assert _codes(report) == {"outside_differs"}
    assert report.first_seq == 0, "one head says only that something before it is another"
    assert among.first_seq is not None
    assert 0 < among.first_seq <= seq, "an earlier head narrows it down"
    assert "head_file_differs" in _codes(filed)


def test_a_receipt_shows_which_entry_a_fork_changed(bench, receipts):
    told = rules.read_receipt(receipts[1].text)
    with bench.changed() as connection:
        changed = told.body.replace(b'"salt":"', b'"salt":"f', 1)
        connection.execute(
            update(AuditEntry)
            .where(AuditEntry.seq == told.seq)
            .values(body=changed, leaf_hash=rules.leaf_hash(changed))
        )
        report = bench.check(connection, heads=None, receipts=receipts[1:2])
    assert report.first_seq == told.seq
    assert "receipt_differs" in _codes(report)


def test_what_another_key_signed_is_not_believed(bench, checkpoints, tmp_path):
    stranger = keys.create(tmp_path / "stranger.pem")
    text = _text(checkpoints[0].text)
    forged = rules.signed(text, text.partition("\n")[0], stranger.private)
    with bench.changed() as connection:
        report = bench.check(connection, checkpoints=[Evidence("forged", forged)])
        foreign = bench.check(connection, public_key=stranger.public)
    assert _codes(report) == {"outside_not_signed"}
    assert _codes(foreign) == {"key_foreign"}


@pytest.mark.parametrize("text", ["", "x", "nichlih.example/audit/1\n1\n", "{}", "\n\n\n"])
def test_files_that_are_no_evidence_are_told(bench, text):
    with bench.changed() as connection:
        as_head = bench.check(connection, checkpoints=[Evidence("file", text)])
        as_receipt = bench.check(connection, receipts=[Evidence("file", text)])
    assert not as_head.good
    assert not as_receipt.good


def test_a_signed_head_that_is_not_among_the_stored_ones_is_told(bench, checkpoints):
    """The same size and root under another number: a head that was shown to one person only."""
    log = log_of(bench.lived.settings)
    head = rules.read_checkpoint(_text(checkpoints[1].text))
    shown = rules.Checkpoint(head.origin, head.size, head.root, 99, head.previous, head.at)
    note = rules.signed(rules.checkpoint_text(shown), head.origin, keys.load(log.key_path).private)
    with bench.changed() as connection:
        report = bench.check(connection, checkpoints=[Evidence("split view", note)])
    assert _codes(report) == {"outside_not_kept"}


def test_entries_that_stay_without_a_head_are_told_after_a_while(bench):
    with bench.changed() as connection:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            deed = services.Deed("note", "log", {})
            services.record(session, deed, actor="system", now=ENDED)
            session.commit()
        soon = bench.check(connection)
        late = bench.check_at(connection, ENDED + timedelta(minutes=5))
    assert soon.good
    assert _codes(late) == {"tail_unsigned"}
    assert late.first_seq == soon.entries - 1


def test_a_line_of_money_that_no_filing_explains_is_told(bench):
    with bench.changed() as connection:
        line = connection.execute(select(LedgerLine.__table__).limit(1)).one()
        connection.execute(
            LedgerLine.__table__.insert(),
            {**line._mapping, "id": 10**6, "cause": "filing:1:2026-01-01:9"},
        )
        assert _codes(bench.check(connection)) == {"row_unsaid"}


def _text(note: str) -> str:
    return note.rpartition("\n\n")[0] + "\n"


def _codes(report) -> set[str]:
    return {finding.code for finding in report.findings}
