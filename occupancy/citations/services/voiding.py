"""Voiding a paper: a second person, a reason, and the number stays.

A chief who did not draw the paper up voids it with a reason, which makes two people. Who went
there, or a chief who drew it up, may only ask for it; another chief answers.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts import queries as accounts
from occupancy.accounts import services as approvals
from occupancy.accounts.commands import Ask
from occupancy.accounts.queries import ApprovalRow
from occupancy.accounts.roles import Role
from occupancy.accounts.rules.approvals import VOID
from occupancy.audit.services import Deed, record
from occupancy.citations import queries
from occupancy.citations.models import Citation
from occupancy.citations.queries import CitationRow
from occupancy.citations.rules import refusals as no
from occupancy.clock import in_kyiv
from occupancy.errors import NotYours
from occupancy.filings.schemas.fields import check_readable
from occupancy.inspections import queries as inspections


def ask_void(
    session: Session, citation_id: int, *, reason: str, actor_id: int, now: datetime
) -> ApprovalRow:
    """Ask a chief to void a paper: by its inspectors, or by a chief of its community."""
    found = _held(session, citation_id)
    visit = inspections.visit(session, found.visit_id)
    if visit is None or actor_id not in (*visit.inspectors, found.issued_by):
        _chief(session, found, actor_id, now)
    _check_reason(reason)
    if found.voided_at is not None:
        raise no.AlreadyVoid(number=found.number_text)
    wanted = Ask(
        VOID,
        f"citation:{found.number_text}",
        {"citation": found.id},
        community=found.community_katottg,
        reason=reason,
    )
    return approvals.ask(session, wanted, actor_id=actor_id, now=now)


def answer_void(
    session: Session, approval_id: int, *, confirmed: bool, actor_id: int, now: datetime
) -> ApprovalRow:
    """Answer such a question; a yes voids the paper with the reason that was given."""
    row = approvals.decide(
        session,
        approval_id,
        confirmed=confirmed,
        deciders=(Role.CHIEF,),
        actor_id=actor_id,
        now=now,
    )
    if row.kind != VOID:
        raise NotYours()
    if confirmed:
        citation_id = row.facts["citation"]
        void(session, citation_id, reason=row.reason, actor_id=actor_id, now=now)
    return row


def void(
    session: Session, citation_id: int, *, reason: str, actor_id: int, now: datetime
) -> CitationRow:
    """Declare a paper void; only a chief of its community may, and never who drew it up."""
    found = _held(session, citation_id)
    _chief(session, found, actor_id, now)
    _check_reason(reason)
    if found.voided_at is not None:
        raise no.AlreadyVoid(number=found.number_text)
    if found.issued_by == actor_id:
        raise no.SecondPersonNeeded(number=found.number_text)
    found.voided_at = now
    found.voided_by = actor_id
    found.void_reason = reason.strip()[:300]
    session.flush()
    record(
        session,
        Deed(
            "citation_voided",
            f"citation:{found.number_text}",
            {"snapshot_sha256": found.snapshot_sha256},
            found.community_katottg,
            words={"void_reason": found.void_reason},
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    row = queries.citation(session, citation_id)
    assert row is not None  # nosec B101 # it is locked by this very deed
    return row


def _held(session: Session, citation_id: int) -> Citation:
    found = session.scalars(
        select(Citation)
        .where(Citation.id == citation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotYours()
    return found


def _check_reason(reason: str) -> None:
    """Refuse no words, and words with marks that nobody sees."""
    if not reason.strip():
        raise no.ReasonNeeded(field="reason")
    check_readable(reason.strip(), field="reason")


def _chief(session: Session, found: Citation, actor_id: int, now: datetime) -> None:
    """Refuse whoever is no chief where the paper was drawn up: for them it does not exist."""
    chief = accounts.actor(session, actor_id, in_kyiv(now).date())
    if chief is None or not chief.may(
        Role.CHIEF, facility_id=found.facility_id, community=found.community_katottg
    ):
        raise NotYours()
