"""Declaring a restore: the log goes on from an older state, openly and under a new epoch.

Between a restore and its declaration nothing is written (``LogRewound``). The declaration is an
entry that names both heads, the lost one and the restored one, and the numbers between them; the
heads after it have an origin of their own, so the two histories can never be taken for one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit import keys, queries, rules, services
from occupancy.audit.heads import Head
from occupancy.audit.log import Log, refuse_rewound
from occupancy.audit.models import AuditEntry
from occupancy.audit.rules import Growth, LogRewound, NoteNotAuthentic, NothingToDeclare
from occupancy.audit.services import Deed
from occupancy.database import saving

#: The kind of entry that begins every epoch but the first.
DECLARED = "restore_declared"
#: What it is about.
SUBJECT = "log:restore"


@dataclass(frozen=True)
class Declared:
    """A declared restore: entries ``first`` to ``last`` of the lost epoch are gone.

    ``last`` is below ``first`` when the lost history was no longer than the restored one. ``seq``
    is the declaration, ``epoch`` the history that it begins.
    """

    seq: int
    epoch: int
    origin: str
    lost_origin: str
    first: int
    last: int


def is_rewound(session: Session, log: Log) -> bool:
    """Tell whether the newest head outside is beyond what the database holds, or beside it."""
    try:
        refuse_rewound(session, log)
    except LogRewound:
        return True
    return False


def declare(
    session: Session,
    log: Log,
    *,
    by: tuple[str, str],
    reason: str,
    new_key: bool = False,
    now: datetime,
) -> Declared:
    """Declare a restore in one transaction and publish its head; two people answer for it (``by``).

    ``new_key`` makes a signing key where the old one was lost with the machine. A declaration that
    was kept but not yet published, because the server died between the two, is only published.
    Raises ``NothingToDeclare``, ``LogKeyMissing``.
    """
    lost = log.heads.last()
    if lost is None or not is_rewound(session, log):
        raise NothingToDeclare()
    key = keys.create(log.key_path) if new_key else log.key(session)
    with saving(session):
        if (running := queries.epoch(session)) and running.number > lost.epoch:
            declared = _told(session, running.first_seq)
        else:
            declared = _write(session, log, lost, key.public, by=by, reason=reason, now=now)
        services.sign_checkpoint(session, key, host=log.host, now=now)
    published = [each for each in queries.checkpoints(session) if each.epoch == declared.epoch]
    log.heads.append(Head(each.number, each.epoch, each.size, each.note) for each in published)
    session.rollback()
    return declared


def _write(
    session: Session,
    log: Log,
    lost: Head,
    public_key: bytes,
    *,
    by: tuple[str, str],
    reason: str,
    now: datetime,
) -> Declared:
    size, root = _restored(session)
    old = queries.epoch(session)
    was = rules.read_checkpoint(lost.note.rpartition("\n\n")[0] + "\n")
    number = max(lost.epoch, old.number if old else 0) + 1
    facts = {
        "lost": {
            "origin": was.origin,
            "epoch": lost.epoch,
            "number": lost.number,
            "size": lost.size,
            "root": was.root.hex(),
            "public_key": _signer(session, lost.note, was.origin, public_key),
            "note_sha256": hashlib.sha256(lost.note.encode()).hexdigest(),
        },
        "restored": {"origin": old.origin if old else None, "size": size, "root": root.hex()},
        "lost_first": size,
        "lost_last": lost.size - 1,
        "by": list(by),
        "epoch": number,
        "origin": log.origin(number),
        "public_key": public_key.hex(),
    }
    deed = Deed(DECLARED, SUBJECT, facts, words={"reason": reason})
    (recorded,) = services.record_all(session, [deed], actor=by[0], now=now, declares_restore=True)
    services.begin_epoch(
        session,
        host=log.host,
        public_key=public_key,
        first_seq=recorded.seq,
        above=number - 1,
        now=now,
    )
    return _told(session, recorded.seq)


def declarations(session: Session) -> list[Declared]:
    """Return every declared restore, oldest first."""
    firsts = [queries.entry(session, each.first_seq) for each in queries.epochs(session)]
    return [_told(session, each.seq) for each in firsts if each and each.kind == DECLARED]


def lost_keys(session: Session) -> dict[str, bytes]:
    """Return the public key of each lost history by origin, where the declaration knew it."""
    found: dict[str, bytes] = {}
    for each in declarations(session):
        told = queries.entry(session, each.seq)
        key = told.body["facts"]["lost"]["public_key"] if told else None
        if key is not None:
            found[each.lost_origin] = bytes.fromhex(key)
    return found


def is_lost(session: Session, origin: str, seq: int) -> bool:
    """Tell whether a declared restore lost entry ``seq`` of the history ``origin``."""
    epoch = origin.rpartition("/")[2]
    return epoch.isdecimal() and any(
        each.epoch > int(epoch) and seq >= each.first for each in declarations(session)
    )


def _told(session: Session, seq: int) -> Declared:
    found = queries.entry(session, seq)
    if found is None or found.kind != DECLARED:
        raise LookupError(f"entry {seq} begins an epoch and declares no restore")
    facts = found.body["facts"]
    return Declared(
        seq=seq,
        epoch=facts["epoch"],
        origin=facts["origin"],
        lost_origin=facts["lost"]["origin"],
        first=facts["lost_first"],
        last=facts["lost_last"],
    )


def _signer(session: Session, note: str, origin: str, key: bytes) -> str | None:
    """Return whose signature the lost head bears, in hex; a later epoch's key may be lost too."""
    for public in (key, *(each.public_key for each in queries.epochs(session))):
        try:
            rules.opened(note, origin, public)
        except NoteNotAuthentic:
            continue
        return public.hex()
    return None


def _restored(session: Session) -> tuple[int, bytes]:
    """Return size and root of the log as it was put back, worked out from its leaves."""
    grown = Growth()
    leaves = select(AuditEntry.leaf_hash).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    for leaf in session.scalars(leaves):
        for _ in grown.append(leaf):
            pass  # subtrees are kept by the next head
    return grown.size, grown.root()
