"""Who did what: looking entries up by person, thing, kind and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, func, literal, select
from sqlalchemy.orm import Session

from occupancy.audit.models import AuditEntry
from occupancy.audit.queries.entries import EntryRow, row_of
from occupancy.audit.rules import canonical


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is None does not matter.

    ``actor`` such as ``person:12``; ``subject`` whole, or its beginning up to a colon; moments from
    ``since`` on and before ``until``; entries older than number ``before``.
    """

    actor: str | None = None
    subject: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def search(session: Session, wanted: Wanted, most: int) -> list[EntryRow]:
    """Return at most ``most`` entries, the newest first."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(most)
    if wanted.actor is not None:
        # Canonical bodies begin with who did it: the names of their fields are sorted.
        begin = canonical({"actor": wanted.actor})[:-1] + b","
        same = func.substr(AuditEntry.body, 1, len(begin), type_=LargeBinary)
        query = query.where(same == literal(begin, LargeBinary))
    if wanted.subject is not None:
        if wanted.subject.endswith(":"):
            query = query.where(AuditEntry.subject.startswith(wanted.subject, autoescape=True))
        else:
            query = query.where(AuditEntry.subject == wanted.subject)
    if wanted.kind is not None:
        query = query.where(AuditEntry.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.before is not None:
        query = query.where(AuditEntry.seq < wanted.before)
    return [row_of(each) for each in session.scalars(query)]
