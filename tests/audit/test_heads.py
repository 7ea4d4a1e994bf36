"""Heads are signed in order, kept outside the database too, and a rewind is noticed (threat 19)."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from occupancy.audit import heads, keys, queries, rules, services
from occupancy.audit.heads import Head, HeadsFile
from occupancy.audit.log import Log, publish, refuse_rewound
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditNode
from occupancy.audit.rules import LogKeyForeign, LogKeyMissing, LogRewound, leaf_hash
from occupancy.audit.services import Deed, record_all
from occupancy.database import make_engine, saving

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path) -> Log:
    return Log("nichlih.example", tmp_path / "log-key.pem", HeadsFile(tmp_path / "log-heads.jsonl"))


def add(session: Session, count: int, *, after: int = 0) -> None:
    with saving(session):
        record_all(
            session,
            [Deed("filing", f"night:{after + n}", {"n": n}) for n in range(count)],
            actor="system",
            now=NOW,
        )


def snapshots_of(url: str) -> Engine:
    """Return an engine whose transactions see one moment, as SQLite's do anyway."""
    engine = make_engine(url)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_head_is_signed_over_what_is_there(session, log):
    add(session, 5)
    head = publish(session, log, now=NOW)
    assert (head.number, head.size, head.previous) == (1, 5, bytes(32))
    epoch = queries.epoch(session)
    assert epoch.origin == "nichlih.example/audit/1"
    text = rules.opened(head.note, epoch.origin, epoch.public_key)
    leaves = [queries.leaf_and_body(session, seq)[0] for seq in range(5)]
    grown = rules.Growth()
    for leaf in leaves:
        list(grown.append(leaf))
    assert rules.read_checkpoint(text).root == head.root == grown.root()


def test_heads_are_chained_and_numbered(session, log):
    for number in range(1, 4):
        add(session, 2, after=2 * number)
        head = publish(session, log, now=at(number))
        assert (head.number, head.size) == (number, 2 * number)
    first, second, third = queries.checkpoints(session)
    assert second.previous == hashlib.sha256(first.note.encode()).digest()
    assert third.previous == hashlib.sha256(second.note.encode()).digest()


def test_nothing_new_signs_nothing_and_a_second_has_one_head(session, log):
    assert publish(session, log, now=NOW) is None
    add(session, 1)
    assert publish(session, log, now=NOW) is not None
    assert publish(session, log, now=at(5)) is None
    add(session, 1, after=1)
    assert publish(session, log, now=at(0.9)) is None
    assert publish(session, log, now=at(1)) is not None


def test_a_clock_put_back_does_not_silence_the_log(session, log):
    add(session, 1)
    publish(session, log, now=NOW)
    add(session, 1, after=1)
    assert publish(session, log, now=at(-3600)).size == 2


@pytest.mark.parametrize("steps", [(255, 1, 1), (256, 300), (700,), (1, 70_000)])
def test_the_kept_tree_is_the_tree_over_the_entries(session, log, steps, monkeypatch):
    done = 0
    for number, count in enumerate(steps):
        add(session, count, after=done)
        done += count
        while publish(session, log, now=at(2 * number)):
            number += 0.001
            monkeypatch.setattr(services.heads, "EVERY", timedelta(0))
    grown, nodes = rules.Growth(), []
    for leaf in session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.seq)):
        nodes += grown.append(leaf)
    assert queries.root_at(session, done) == grown.root()
    assert queries.newest_checkpoint(session).root == grown.root()
    kept = session.execute(select(AuditNode.level, AuditNode.index, AuditNode.hash))
    assert sorted(map(tuple, kept)) == sorted(nodes)


def test_proofs_lead_from_any_entry_and_any_head_to_the_newest(session, log):
    sizes = []
    for number, count in enumerate((1, 254, 3, 300)):
        add(session, count, after=sum(sizes))
        sizes.append(publish(session, log, now=at(number)).size)
    newest = queries.newest_checkpoint(session)
    for seq in (0, 1, 255, 256, 511, newest.size - 1):
        leaf, body = queries.leaf_and_body(session, seq)
        assert leaf == leaf_hash(body)
        path = queries.inclusion_proof(session, seq, newest.size)
        assert rules.verify_inclusion(leaf, seq, newest.size, path, newest.root)
    for head in queries.checkpoints(session):
        path = queries.consistency_proof(session, head.size, newest.size)
        assert rules.verify_consistency(head.size, newest.size, path, head.root, newest.root)


def test_every_head_is_in_the_file_and_a_lost_line_comes_back(session, log):
    add(session, 1)
    publish(session, log, now=NOW)
    with log.heads.path.open("a") as file:
        file.write('{"torn')
    add(session, 1, after=1)
    publish(session, log, now=at(1))
    assert [each.note for each in log.heads.all()] == [
        each.note for each in queries.checkpoints(session)
    ]


def test_a_server_with_a_file_of_its_own_learns_the_heads_of_the_others(session, log, tmp_path):
    other = Log(log.host, log.key_path, HeadsFile(tmp_path / "other.jsonl"))
    for number in range(3):
        add(session, 1, after=number)
        publish(session, (log, other)[number % 2], now=at(number))
    publish(session, other, now=at(9))
    assert list(other.heads.all()) == list(log.heads.all())


def test_a_rewound_log_gives_no_number_again(session, log):
    heads.watch(session.get_bind(), log.heads)
    add(session, 3)
    publish(session, log, now=NOW)
    with saving(session):
        session.execute(delete(AuditCheckpoint))
        session.execute(delete(AuditEntry).where(AuditEntry.seq == 2))
    with pytest.raises(LogRewound) as refused:
        add(session, 1, after=2)
    assert refused.value.facts == {"size": 2, "published": 3, "number": 1}
    with pytest.raises(LogRewound):
        publish(session, log, now=at(9))
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 2
    assert len(list(log.heads.all())) == 1


def test_a_declaration_of_the_restore_is_written_all_the_same(session, log):
    heads.watch(session.get_bind(), log.heads)
    log.heads.append([Head(1, 1, 10, "a head over ten entries")])
    with saving(session):
        record_all(
            session,
            [Deed("restore_declared", "log", {})],
            actor="person:1",
            now=NOW,
            declares_restore=True,
        )
    assert queries.size(session) == 1


def test_a_fork_under_the_same_number_is_noticed(session, log):
    add(session, 1)
    publish(session, log, now=NOW)
    with saving(session):
        session.execute(delete(AuditCheckpoint))
    forked = Log(log.host, log.key_path, HeadsFile(log.heads.path.with_name("forked")))
    publish(session, forked, now=at(7))
    with pytest.raises(LogRewound):
        publish(session, log, now=at(9))


def test_a_lost_key_is_not_replaced_in_silence(session, log):
    add(session, 1)
    publish(session, log, now=NOW)
    log.key_path.unlink()
    with pytest.raises(LogKeyMissing):
        publish(session, log, now=at(1))
    keys.create(log.key_path)
    add(session, 1, after=1)
    with pytest.raises(LogKeyForeign):
        publish(session, log, now=at(2))


def test_the_key_is_its_owners_only_and_is_made_once(tmp_path):
    path = tmp_path / "deep" / "log-key.pem"
    made = keys.create(path)
    assert keys.create(path).public == keys.load(path).public == made.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["log-key.pem"]
    assert made.private.private_bytes_raw().hex() not in repr(made)


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_told_so(tmp_path, content):
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(LogKeyMissing):
        keys.load(path)


def test_a_new_epoch_is_signed_under_its_own_origin(session, log):
    add(session, 2)
    publish(session, log, now=NOW)
    with saving(session):
        services.begin_epoch(
            session,
            host=log.host,
            public_key=keys.load(log.key_path).public,
            first_seq=2,
            now=at(1),
        )
    head = publish(session, log, now=at(1))
    assert (head.number, head.epoch, head.size) == (2, 2, 2)
    assert head.note.startswith("nichlih.example/audit/2\n2\n")
    assert publish(session, log, now=at(9)) is None


def test_a_file_set_aside_holds_nothing_back(log):
    log.heads.append([Head(1, 1, 10, "a head over ten entries")])
    aside = log.heads.set_aside()
    assert aside.exists()
    assert log.heads.last() is None
    assert log.heads.set_aside() is None


def test_a_head_that_two_servers_add_stands_once_in_the_file(log):
    ours, theirs = HeadsFile(log.heads.path), HeadsFile(log.heads.path)
    some = [Head(number, 1, number, f"note {number}") for number in (1, 2)]
    ours.append(some[:1])
    theirs.append(some)
    ours.append(some)
    assert list(log.heads.all()) == some


def test_a_page_that_began_before_a_head_was_signed_takes_nothing_for_lost(
    session, log, database_url
):
    """Threat 19: the strip "the server only shows" must not flash over a healthy log."""
    add(session, 1)
    publish(session, log, now=NOW)
    early = snapshots_of(database_url)
    with Session(early) as page:
        assert queries.newest_checkpoint(page).size == 1
        add(session, 1, after=1)
        publish(session, log, now=at(5))
        assert queries.newest_checkpoint(page).size == 1, "the page sees what was there before"
        refuse_rewound(page, log)
    early.dispose()
