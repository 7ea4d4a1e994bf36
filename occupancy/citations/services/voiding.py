"""Voiding a paper: a second person, a reason, and the number stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts import queries as accounts
from occupancy.accounts.roles import Role
from occupancy.audit.services import Deed, record
from occupancy.citations import queries
from occupancy.citations.models import Citation
from occupancy.citations.queries import CitationRow
from occupancy.citations.rules import refusals as no
from occupancy.clock import in_kyiv
from occupancy.errors import NotYours


def void(
    session: Session, citation_id: int, *, reason: str, actor_id: int, now: datetime
) -> CitationRow:
    """Declare a paper void; only a chief of its community may, and never who drew it up."""
    found = session.scalars(
        select(Citation)
        .where(Citation.id == citation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    chief = accounts.actor(session, actor_id, in_kyiv(now).date())
    if found is None or chief is None:
        raise NotYours()
    if not chief.may(Role.CHIEF, facility_id=found.facility_id, community=found.community_katottg):
        raise NotYours()
    if found.voided_at is not None:
        raise no.AlreadyVoid(number=found.number_text)
    if found.issued_by == actor_id:
        raise no.SecondPersonNeeded(number=found.number_text)
    if not reason.strip():
        raise no.ReasonNeeded(field="reason")
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
