"""Signals, in the order in which to look at them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from occupancy.registry.models import Facility
from occupancy.scans.models import Assessment, Flag
from occupancy.scans.queries.runs import AssessmentRow, assessment_row


@dataclass(frozen=True)
class FlagRow:
    """A signal with what the newest run that judged it says (``seen``).

    ``asked_at``: since when the facility sees the question. ``decision``: the newest thing a person
    did (``ask``, ``visit``, ``close``) or None; ``closed_code``: one of ``scans.rules.CLOSINGS``.
    """

    id: int
    facility_id: int
    community: str
    is_open: bool
    opened_run: int
    latest_run: int
    opened_at: datetime
    asked_at: datetime | None
    decision: str | None
    decided_by: int | None
    decided_at: datetime | None
    closed_run: int | None
    closed_at: datetime | None
    closed_code: str | None
    closed_note: str | None
    closed_by: int | None
    seen: AssessmentRow


def open_flags(session: Session, communities: Collection[str] | None = None) -> list[FlagRow]:
    """Return open signals by expected hidden nights, most first; None means the whole oblast."""
    query = _flags(communities).where(Flag.state == "open")
    return _rows(session, query.order_by(Assessment.score.desc(), Flag.id))


def closed_flags(
    session: Session, communities: Collection[str] | None = None, limit: int = 300
) -> list[FlagRow]:
    """Return closed signals, the newest closing first."""
    query = _flags(communities).where(Flag.state == "closed")
    return _rows(session, query.order_by(Flag.closed_at.desc(), Flag.id.desc()).limit(limit))


def flag(session: Session, flag_id: int) -> FlagRow | None:
    """Return one signal, or None."""
    found = _rows(session, _flags(None).where(Flag.id == flag_id))
    return found[0] if found else None


def flags_of(session: Session, facility_id: int) -> list[FlagRow]:
    """Return every signal a facility ever had, newest first."""
    query = _flags(None).where(Flag.facility_id == facility_id)
    return _rows(session, query.order_by(Flag.opened_at.desc(), Flag.id.desc()))


def questions_for(session: Session, facility_id: int) -> list[FlagRow]:
    """Return the open signals that the facility itself was asked about.

    Whether a visit is planned changes nothing here, so that the operator's room cannot tell.
    """
    query = _flags(None).where(
        Flag.facility_id == facility_id, Flag.state == "open", Flag.asked_at.is_not(None)
    )
    return _rows(session, query.order_by(Flag.asked_at.desc()))


def open_count(session: Session, communities: Collection[str] | None = None) -> int:
    """Return how many signals are open."""
    query = select(func.count()).select_from(Flag).where(Flag.state == "open")
    if communities is not None:
        query = query.join(Facility).where(Facility.community_katottg.in_(communities))
    return session.scalar(query) or 0


def _flags(communities: Collection[str] | None) -> Select[Flag, str, Assessment]:
    query = (
        select(Flag, Facility.community_katottg, Assessment)
        .join(Facility, Facility.id == Flag.facility_id)
        .join(
            Assessment,
            and_(Assessment.run_id == Flag.latest_run, Assessment.facility_id == Flag.facility_id),
        )
    )
    return (
        query if communities is None else query.where(Facility.community_katottg.in_(communities))
    )


def _rows(session: Session, query: Select[Flag, str, Assessment]) -> list[FlagRow]:
    return [
        FlagRow(
            id=each.id,
            facility_id=each.facility_id,
            community=community,
            is_open=each.state == "open",
            opened_run=each.opened_run,
            latest_run=each.latest_run,
            opened_at=each.opened_at,
            asked_at=each.asked_at,
            decision=each.decision,
            decided_by=each.decided_by,
            decided_at=each.decided_at,
            closed_run=each.closed_run,
            closed_at=each.closed_at,
            closed_code=each.closed_code,
            closed_note=each.closed_note,
            closed_by=each.closed_by,
            seen=assessment_row(seen),
        )
        for each, community, seen in session.execute(query)
    ]
