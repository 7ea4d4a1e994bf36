"""Growing the tree and signing its head; outside of the request that wrote the entries."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from occupancy.audit import queries, rules
from occupancy.audit.keys import LogKey
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditEpoch, AuditNode
from occupancy.audit.queries import CheckpointRow, EpochRow
from occupancy.audit.rules import TILE_HEIGHT, Checkpoint, Growth

#: A head at most this often: readers need no more, and each is kept forever.
EVERY = timedelta(seconds=1)
#: Entries that one head adds at most, so that the writer's lock is held for a moment only.
MOST_AT_ONCE = 1 << 16
#: Key of the PostgreSQL advisory lock that lets one server sign at a time; filings do not wait.
LOCK = 0x48454144  # "HEAD"


def origin_of(host: str, epoch: int) -> str:
    """Return the origin line of an epoch's heads: where it is published, and which history."""
    return f"{host}/audit/{epoch}"


def begin_epoch(
    session: Session,
    *,
    host: str,
    public_key: bytes,
    first_seq: int,
    above: int = 0,
    now: datetime,
) -> EpochRow:
    """Begin the next history of the log: heads are signed under its own origin from now on.

    ``host`` is where the log is published, such as ``nichlih.example``. The number is higher than
    ``above``: a lost history may have had more epochs than the database remembers.
    """
    running = queries.epoch(session)
    number = max(running.number if running else 0, above) + 1
    begun = AuditEpoch(
        number=number,
        origin=origin_of(host, number),
        public_key=public_key,
        started_at=now,
        first_seq=first_seq,
    )
    session.add(begun)
    session.flush()
    found = queries.epoch(session)
    assert found is not None  # nosec B101 # it was flushed a line above
    return found


def sign_checkpoint(
    session: Session, key: LogKey, *, host: str, now: datetime
) -> CheckpointRow | None:
    """Sign the next head if there is something new and the last one is a second old, else None.

    Raises ``LogKeyForeign`` when ``key`` is not the one of the running epoch.
    """
    take_turn(session)
    last = queries.newest_checkpoint(session)
    old = last.size if last else 0
    new = min(queries.size(session), old + MOST_AT_ONCE)
    epoch = queries.epoch(session)
    renewed = last is not None and epoch is not None and last.epoch != epoch.number
    if new <= old and not renewed:
        return None
    # A clock that was put back must not silence the log: only a moment just before counts.
    if last and timedelta(0) <= now - last.at < EVERY and not renewed:
        return None
    epoch = epoch or begin_epoch(session, host=host, public_key=key.public, first_seq=0, now=now)
    if epoch.public_key != key.public:
        raise rules.LogKeyForeign(epoch=epoch.number)
    grow(session, old, new)
    head = Checkpoint(
        origin=epoch.origin,
        size=new,
        root=queries.root_at(session, new),
        number=last.number + 1 if last else 1,
        previous=hashlib.sha256(last.note.encode()).digest() if last else bytes(32),
        at=rules.instant(now),
    )
    note = rules.signed(rules.checkpoint_text(head), epoch.origin, key.private)
    session.add(
        AuditCheckpoint(
            number=head.number,
            epoch=epoch.number,
            size=head.size,
            root_hash=head.root,
            at=now,
            note=note,
            previous_hash=head.previous,
        )
    )
    session.flush()
    return queries.newest_checkpoint(session)


def grow(session: Session, old: int, new: int) -> None:
    """Keep the subtrees that are complete among ``new`` entries and were not among ``old``."""
    width = 1 << TILE_HEIGHT
    first, end = old // width * width, new // width * width
    if first == end:
        return
    grown, rows = Growth(), []
    leaves = session.scalars(
        select(AuditEntry.leaf_hash)
        .where(AuditEntry.seq >= first, AuditEntry.seq < end)
        .order_by(AuditEntry.seq)
    )
    offset = first // width
    for leaf in leaves:
        rows += [
            {"level": level, "index": offset + index, "hash": found}
            for level, index, found in grown.append(leaf)
            if level == TILE_HEIGHT
        ]
    session.execute(insert(AuditNode), rows)
    _grow_above(session, TILE_HEIGHT, first // width, end // width)


def _grow_above(session: Session, level: int, old: int, new: int) -> None:
    """Keep what ``new`` subtrees on ``level`` complete eight levels higher, and so on upwards."""
    width, above = 1 << TILE_HEIGHT, level + TILE_HEIGHT
    indices = range(old // width, new // width)
    if not indices:
        return
    subtree = queries.Subtrees(session)
    rows = [
        {"level": above, "index": index, "hash": rules.node_hash(
            subtree(above - 1, 2 * index), subtree(above - 1, 2 * index + 1)
        )}
        for index in indices
    ]  # fmt: skip
    session.execute(insert(AuditNode), rows)
    _grow_above(session, above, indices.start, indices.stop)


def take_turn(session: Session) -> None:
    """SQLite has one writer anyway; PostgreSQL lets signers queue up, apart from who files."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
