"""A log that was put back writes nothing until that is declared, then in its own epoch."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from occupancy.audit import heads, queries, restores, rules
from occupancy.audit.heads import HeadsFile
from occupancy.audit.log import Log, publish
from occupancy.audit.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditEpoch,
    AuditNode,
    AuditWords,
)
from occupancy.audit.rules import Growth, LogRewound, NothingToDeclare
from occupancy.audit.services import Deed, record
from occupancy.database import saving
from tests.support.rows import NOW

BY = ("person:1", "person:2")


@pytest.fixture
def log(session, tmp_path):
    made = Log("nichlih.example", tmp_path / "log-key.pem", HeadsFile(tmp_path / "heads.jsonl"))
    heads.watch(session.get_bind(), made.heads)
    return made


def add(session: Session, log: Log, count: int) -> None:
    """Write entries, each with a head of its own."""
    for _ in range(count):
        size = queries.size(session)
        session.rollback()
        with saving(session):
            record(
                session, Deed("filing", f"night:A:{size}", {"rooms": size}), actor="system", now=NOW
            )
        publish(session, log, now=NOW + timedelta(minutes=size + len(list(log.heads.all()))))


def put_back(session: Session, size: int) -> None:
    """Bring the log to what it was at ``size``, as a restore does."""
    with saving(session):
        session.execute(delete(AuditCheckpoint).where(AuditCheckpoint.size > size))
        session.execute(delete(AuditNode))
        session.execute(delete(AuditWords))
        session.execute(delete(AuditEntry).where(AuditEntry.seq >= size))
    session.expire_all()


def declare(session: Session, log: Log, **options: object) -> restores.Declared:
    return restores.declare(
        session, log, by=BY, reason="диск зламався", now=NOW + timedelta(hours=9), **options
    )


def test_a_log_that_was_put_back_writes_nothing(session, log):
    add(session, log, 5)
    assert not restores.is_rewound(session, log)
    put_back(session, 3)
    assert restores.is_rewound(session, log)
    with pytest.raises(LogRewound), saving(session):
        record(session, Deed("filing", "night:A:3", {}), actor="system", now=NOW)
    assert queries.size(session) == 3


def test_a_declaration_names_both_heads_and_the_lost_numbers(session, log):
    add(session, log, 5)
    lost = log.heads.last()
    put_back(session, 3)
    grown = Growth()
    for leaf in session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.seq)):
        list(grown.append(leaf))
    declared = declare(session, log)
    assert (declared.seq, declared.epoch, declared.first, declared.last) == (3, 2, 3, 4)
    told = queries.entry(session, 3)
    facts = told.body["facts"]
    assert told.kind == restores.DECLARED
    assert facts["by"] == list(BY)
    assert facts["lost"]["size"] == 5
    assert rules.opened(lost.note, "nichlih.example/audit/1", log.key(session).public)
    assert facts["lost"]["root"] in {
        rules.read_checkpoint(lost.note.rpartition("\n\n")[0] + "\n").root.hex()
    }
    assert facts["restored"] == {
        "origin": "nichlih.example/audit/1",
        "size": 3,
        "root": grown.root().hex(),
    }
    assert "диск" not in str(told.body), "what a person wrote is in the log by its digest only"
    assert restores.declarations(session) == [declared]


def test_after_it_the_log_goes_on_in_its_own_epoch(session, log):
    add(session, log, 5)
    put_back(session, 3)
    declare(session, log)
    assert not restores.is_rewound(session, log)
    add(session, log, 2)
    last = log.heads.last()
    assert (last.epoch, last.size) == (2, 6)
    assert last.note.startswith("nichlih.example/audit/2\n6\n")
    # The heads of the lost history stay in the file, before those of the new one.
    assert [each.epoch for each in log.heads.all()] == [1, 1, 1, 1, 1, 2, 2, 2]


def test_nothing_is_declared_where_nothing_was_lost(session, log):
    with pytest.raises(NothingToDeclare):
        declare(session, log)
    add(session, log, 2)
    with pytest.raises(NothingToDeclare):
        declare(session, log)


def test_a_longer_history_that_was_given_up_is_refused_too(session, log):
    add(session, log, 3)
    kept = [
        (table, [dict(row) for row in session.execute(select(table)).mappings()])
        for table in (AuditEntry.__table__, AuditCheckpoint.__table__)
    ]
    size_before = queries.size(session)
    put_back(session, 1)
    declare(session, log)
    # The old, longer history is put back over the declared one.
    with saving(session):
        session.execute(delete(AuditCheckpoint))
        session.execute(delete(AuditWords))
        session.execute(delete(AuditEntry))
        for table, rows in kept:
            session.execute(table.insert(), rows)
    session.expire_all()
    assert queries.size(session) == size_before > log.heads.last().size
    with pytest.raises(LogRewound), saving(session):
        record(session, Deed("filing", "night:A:9", {}), actor="system", now=NOW)
    assert declare(session, log).epoch == 3, "no epoch has the number of a lost one"


def test_a_restore_before_an_earlier_declaration_gets_a_number_of_its_own(session, log):
    add(session, log, 3)
    put_back(session, 1)
    declare(session, log)
    with saving(session):
        session.execute(delete(AuditCheckpoint).where(AuditCheckpoint.epoch == 2))
        session.execute(delete(AuditWords))
        session.execute(delete(AuditEntry).where(AuditEntry.seq >= 1))
        session.execute(AuditEpoch.__table__.delete().where(AuditEpoch.number == 2))
    session.expire_all()
    assert declare(session, log).epoch == 3


def test_a_declaration_that_was_kept_but_not_published_is_published_later(
    session, log, monkeypatch
):
    add(session, log, 3)
    put_back(session, 1)

    def dies(self: HeadsFile, found: object) -> None:
        raise OSError("the machine stopped")

    with monkeypatch.context() as patched:
        patched.setattr(HeadsFile, "append", dies)
        with pytest.raises(OSError, match="stopped"):
            declare(session, log)
    session.rollback()
    assert restores.is_rewound(session, log)
    assert declare(session, log).seq == 1
    assert (queries.size(session), log.heads.last().epoch) == (2, 2)


def test_a_lost_key_is_replaced_only_when_asked(session, log):
    add(session, log, 3)
    put_back(session, 1)
    Path(log.key_path).unlink()
    with pytest.raises(rules.LogKeyMissing):
        declare(session, log)
    declared = declare(session, log, new_key=True)
    first, second = queries.epochs(session)
    assert declared.epoch == second.number
    assert first.public_key != second.public_key


def test_a_signer_that_waited_while_the_log_was_put_back_signs_nothing(session, log, monkeypatch):
    add(session, log, 5)
    asked = []

    def put_back_after_the_first_look(*args: object) -> None:
        if not asked:
            asked.append(True)
            put_back(session, 3)
            return
        restores.refuse_rewound(*args)

    monkeypatch.setattr("occupancy.audit.log.refuse_rewound", put_back_after_the_first_look)
    with pytest.raises(LogRewound):
        publish(session, log, now=NOW + timedelta(hours=5))
    assert queries.newest_checkpoint(session).size == 3
