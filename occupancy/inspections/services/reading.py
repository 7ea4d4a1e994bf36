"""Noting who looks at a plan: whoever tips a hotel off has read it first (threat 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record_all
from occupancy.clock import in_kyiv
from occupancy.inspections.models import PlanRead
from occupancy.inspections.queries import VisitRow
from occupancy.registry import queries as registry


def note_plan_reads(
    session: Session, visits: Iterable[VisitRow], *, actor_id: int, now: datetime
) -> None:
    """Log that a person looked at these planned visits; the same again that day adds nothing."""
    day, read = in_kyiv(now).date(), []
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for each in visits:
        # Two pages opened at once note it once: the second one finds the row.
        new = session.execute(
            dialect.insert(PlanRead)
            .values(visit_id=each.id, person_id=actor_id, day=day, at=now)
            .on_conflict_do_nothing()
            .returning(PlanRead.visit_id)
        ).first()
        if new is not None:
            read.append(each)
    places = {
        each.id: each
        for each in registry.facilities(session, ids={visit.facility_id for visit in read})
    }
    record_all(
        session,
        [
            Deed(
                "plan_read",
                f"visit:{each.id}",
                {"day": day.isoformat()},
                places[each.facility_id].community.katottg,
            )
            for each in read
        ],
        actor=f"person:{actor_id}",
        now=now,
    )
