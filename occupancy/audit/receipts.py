"""Receipts: what the log promises of an entry at once, and proves a few seconds later."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from occupancy.audit import queries, restores, rules
from occupancy.audit.log import Log
from occupancy.audit.rules import (
    Checkpoint,
    NoteNotAuthentic,
    NoteNotReadable,
    Promise,
    Receipt,
)


def receipt(session: Session, log: Log, seq: int) -> Receipt | None:
    """Return the receipt of entry ``seq``, None when there is none.

    The promise is signed here and now: it is the same each time, so it needs no place to be kept.
    The proof is there once a head of the running epoch covers the entry.
    """
    found = queries.leaf_and_body(session, seq)
    if found is None:
        return None
    leaf, body = found
    key = log.key(session)
    epoch = queries.epoch(session)
    origin = epoch.origin if epoch else log.origin(1)
    if epoch and epoch.public_key != key.public:
        raise rules.LogKeyForeign(epoch=epoch.number)
    head = queries.newest_checkpoint(session)
    if head and (head.size <= seq or epoch is None or head.epoch != epoch.number):
        head = None
    return Receipt(
        origin=origin,
        vkey=rules.vkey(origin, key.public),
        seq=seq,
        leaf=leaf,
        body=body,
        promise=rules.signed(rules.promise_text(Promise(origin, seq, leaf)), origin, key.private),
        checkpoint=head.note if head else None,
        inclusion=tuple(queries.inclusion_proof(session, seq, head.size)) if head else None,
    )


@dataclass(frozen=True)
class Finding:
    """What a receipt proves here.

    ``promised``: our key signed it. ``held``: the log holds that very entry at that number.
    ``head``: the signed head that its own path leads to, None where it carries none.
    """

    promised: bool
    held: bool
    head: Checkpoint | None


def examine(session: Session, told: Receipt) -> Finding:
    """Hold a receipt against the keys and the entries of this log, past epochs included."""
    keys = restores.lost_keys(session)
    keys |= {each.origin: each.public_key for each in queries.epochs(session)}
    public = keys.get(told.origin)
    held = queries.leaf_and_body(session, told.seq) == (told.leaf, told.body)
    if public is None:
        return Finding(promised=False, held=held, head=None)
    try:
        rules.check_promise(told, public)
    except (NoteNotAuthentic, NoteNotReadable):
        return Finding(promised=False, held=held, head=None)
    try:
        head = rules.check_inclusion(told, public)
    except (NoteNotAuthentic, NoteNotReadable):
        head = None
    return Finding(promised=True, held=held, head=head)
