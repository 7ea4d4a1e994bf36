"""Writing the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from occupancy.audit import rules
from occupancy.audit.models import AuditEntry

#: Key of the PostgreSQL advisory lock that makes sequence numbers gap-free.
_LOCK = 0x4E49434849  # "NICHI"


@dataclass(frozen=True)
class Deed:
    """What was done: ``subject`` such as ``night:LV-0001:2026-11-23``, ``facts`` the figures."""

    kind: str
    subject: str
    facts: Mapping[str, Any]
    community: str | None = None


@dataclass(frozen=True)
class Recorded:
    """Where a deed stands in the log; ``leaf`` is its hash in hex."""

    seq: int
    at: datetime
    leaf: str


def record(session: Session, deed: Deed, *, actor: str, now: datetime) -> Recorded:
    """Append one entry to the log in the running transaction and return its place."""
    return record_all(session, [deed], actor=actor, now=now)[0]


def record_all(
    session: Session, deeds: Iterable[Deed], *, actor: str, now: datetime
) -> list[Recorded]:
    """Append entries in order; numbers follow each other without a gap, also with two servers."""
    first = _next_seq(session)
    rows: list[dict[str, Any]] = []
    for seq, deed in enumerate(deeds, start=first):
        body = rules.body_of(
            seq, deed.kind, now, actor, deed.subject, secrets.token_hex(16), deed.facts
        )
        rows.append(
            {
                "seq": seq,
                "kind": deed.kind,
                "community": deed.community,
                "subject": deed.subject,
                "at": now,
                "body": body,
                "leaf_hash": rules.leaf_hash(body),
            }
        )
    if rows:
        session.execute(insert(AuditEntry.__table__), rows)  # type: ignore[arg-type]
    return [Recorded(row["seq"], now, row["leaf_hash"].hex()) for row in rows]


def _next_seq(session: Session) -> int:
    """Return the next number; SQLite's writer lock is held already, PostgreSQL takes ours."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = session.scalar(select(func.max(AuditEntry.seq)))
    return 0 if last is None else last + 1
