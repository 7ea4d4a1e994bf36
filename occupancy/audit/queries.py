"""Reading the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.audit.models import AuditEntry


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
    return _row(found) if found else None


def history(session: Session, subject: str) -> list[EntryRow]:
    """Return what happened to ``subject``, oldest first."""
    found = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.seq)
    )
    return [_row(each) for each in found]


def size(session: Session) -> int:
    """Return how many entries the log holds."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def _row(found: AuditEntry) -> EntryRow:
    return EntryRow(
        found.seq,
        found.kind,
        found.subject,
        found.at,
        found.leaf_hash.hex(),
        json.loads(found.body),
    )
