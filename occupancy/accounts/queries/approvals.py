"""Questions that wait for a second person, and how they ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Approval
from occupancy.accounts.rules.approvals import OWN_KINDS


@dataclass(frozen=True)
class ApprovalRow:
    """A deed that takes two; the fields are those of ``models.Approval``."""

    id: int
    kind: str
    subject: str
    about_id: int | None
    community: str | None
    facts: dict[str, Any]
    reason: str
    asked_by: int
    asked_at: datetime
    expires_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    outcome: str | None

    def waits(self, now: datetime) -> bool:
        """Tell whether somebody may still decide."""
        return self.outcome is None and now < self.expires_at


def approval(session: Session, approval_id: int) -> ApprovalRow | None:
    """Return one question, or None."""
    found = session.get(Approval, approval_id, populate_existing=True)
    return row_of(found) if found else None


def waiting(
    session: Session, now: datetime, kinds: Collection[str] = OWN_KINDS, subject: str | None = None
) -> list[ApprovalRow]:
    """Return what waits for a second person, the oldest first; of one ``subject`` when asked."""
    query = select(Approval).where(
        Approval.outcome.is_(None), Approval.expires_at > now, Approval.kind.in_(kinds)
    )
    if subject is not None:
        query = query.where(Approval.subject == subject)
    return [row_of(each) for each in session.scalars(query.order_by(Approval.id))]


def ended(
    session: Session, now: datetime, kinds: Collection[str] = OWN_KINDS, most: int = 50
) -> list[ApprovalRow]:
    """Return what was decided or has lapsed, the newest first."""
    query = (
        select(Approval)
        .where(Approval.kind.in_(kinds))
        .where(Approval.outcome.is_not(None) | (Approval.expires_at <= now))
        .order_by(Approval.id.desc())
        .limit(most)
    )
    return [row_of(each) for each in session.scalars(query)]


def row_of(found: Approval) -> ApprovalRow:
    """Return the frozen row of a record."""
    same = {
        name: getattr(found, name)
        for name in ApprovalRow.__dataclass_fields__
        if name not in ("community", "facts")
    }
    return ApprovalRow(**same, community=found.community_katottg, facts=dict(found.facts))
