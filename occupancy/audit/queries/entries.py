"""Reading entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.audit import rules
from occupancy.audit.models import AuditEntry, AuditWords


@dataclass(frozen=True)
class EntryRow:
    """One entry; ``body`` is the parsed canonical body, ``leaf`` its hash in hex."""

    seq: int
    kind: str
    subject: str
    at: datetime
    leaf: str
    body: dict[str, Any]


def entry(session: Session, seq: int) -> EntryRow | None:
    """Return entry ``seq``, or None."""
    found = session.get(AuditEntry, seq)
    return row_of(found) if found else None


def history(session: Session, subject: str) -> list[EntryRow]:
    """Return what happened to ``subject``, oldest first."""
    found = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.seq)
    )
    return [row_of(each) for each in found]


def words_hold(session: Session, seq: int, words: dict[str, str | None]) -> bool | None:
    """Tell whether ``words`` are those that entry ``seq`` was made with; None when erased."""
    found = session.get(AuditEntry, seq)
    said = json.loads(found.body)["facts"].get("words", {}) if found else {}
    salt = session.scalar(select(AuditWords.salt).where(AuditWords.seq == seq))
    kept = {name: each for name, each in words.items() if each}
    if said and salt is None and not kept:
        return None
    return said == {name: rules.words_digest(salt or "", name, each) for name, each in kept.items()}


def size(session: Session) -> int:
    """Return how many entries the log holds: numbers have no gap, so the last one tells."""
    last = session.scalar(select(func.max(AuditEntry.seq)))
    return 0 if last is None else last + 1


def leaf_and_body(session: Session, seq: int) -> tuple[bytes, bytes] | None:
    """Return the leaf hash (32 bytes) and the exact body of entry ``seq``, or None."""
    found = session.execute(
        select(AuditEntry.leaf_hash, AuditEntry.body).where(AuditEntry.seq == seq)
    ).first()
    return (found[0], found[1]) if found else None


def row_of(found: AuditEntry) -> EntryRow:
    """Return the frozen row of a record."""
    return EntryRow(
        found.seq,
        found.kind,
        found.subject,
        found.at,
        found.leaf_hash.hex(),
        json.loads(found.body),
    )
