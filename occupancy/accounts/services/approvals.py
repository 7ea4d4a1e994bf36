"""Asking for a deed that takes two, and a second person's answer; each is an entry of the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts.commands import Ask
from occupancy.accounts.models import Approval
from occupancy.accounts.queries import ApprovalRow, actor, waiting
from occupancy.accounts.queries.approvals import row_of
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import AlreadyAsked
from occupancy.accounts.rules.approvals import STANDS, check_open, check_second
from occupancy.audit.rules import instant
from occupancy.audit.services import Deed, Recorded, record
from occupancy.clock import in_kyiv
from occupancy.errors import NotYours


def ask(session: Session, command: Ask, *, actor_id: int, now: datetime) -> ApprovalRow:
    """Write the question down for a second person; the same one waits only once."""
    facts = dict(command.facts)
    for each in waiting(session, now, (command.kind,), command.subject):
        if each.facts == facts:
            raise AlreadyAsked()
    asked = Approval(
        kind=command.kind,
        subject=command.subject,
        about_id=command.about_id,
        community_katottg=command.community,
        facts=facts,
        reason=command.reason.strip()[:300],
        asked_by=actor_id,
        asked_at=now,
        expires_at=now + STANDS,
    )
    session.add(asked)
    session.flush()
    told = {**facts, "about": asked.about_id, "expires": instant(asked.expires_at)}
    entry = _note(session, "approval_asked", asked, told, actor_id, now, reason=asked.reason)
    asked.asked_seq = entry.seq
    session.flush()
    return row_of(asked)


def decide(
    session: Session,
    approval_id: int,
    *,
    confirmed: bool,
    deciders: Collection[Role],
    actor_id: int,
    now: datetime,
) -> ApprovalRow:
    """Answer a question; the caller carries a confirmed deed out in the same transaction.

    ``deciders`` are the roles that answer, where the question lies; who asked may only withdraw.
    Raises ``NotYours`` for everybody else, and refusals of ``accounts.rules``.
    """
    found = session.scalars(
        select(Approval)
        .where(Approval.id == approval_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    person = actor(session, actor_id, in_kyiv(now).date())
    if found is None or person is None:
        raise NotYours()
    if not person.may(*deciders, community=found.community_katottg) and found.asked_by != actor_id:
        raise NotYours()
    check_open(found.outcome, found.expires_at, now)
    if confirmed:
        check_second(actor_id, asked_by=found.asked_by, about_id=found.about_id)
        found.outcome = "confirmed"
    else:
        found.outcome = "withdrawn" if found.asked_by == actor_id else "declined"
    found.decided_by, found.decided_at = actor_id, now
    session.flush()
    asked_by = {"asked_by": f"person:{found.asked_by}"}
    _note(session, f"approval_{found.outcome}", found, asked_by, actor_id, now)
    return row_of(found)


def _note(
    session: Session,
    kind: str,
    found: Approval,
    facts: dict[str, Any],
    actor_id: int,
    now: datetime,
    reason: str | None = None,
) -> Recorded:
    told = {"approval": found.id, "asks": found.kind, **facts}
    words = {"reason": reason}
    deed = Deed(kind, found.subject, told, community=found.community_katottg, words=words)
    return record(session, deed, actor=f"person:{actor_id}", now=now)
