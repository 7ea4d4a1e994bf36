"""Sending inspectors, and calling it off."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts import queries as accounts
from occupancy.accounts.roles import Role
from occupancy.audit.services import Deed, record
from occupancy.clock import in_kyiv
from occupancy.errors import NotYours
from occupancy.inspections import rules
from occupancy.inspections.commands import PlanVisit
from occupancy.inspections.models import Visit
from occupancy.inspections.queries import VisitRow, row_of
from occupancy.inspections.rules import refusals as no
from occupancy.inspections.services.access import held
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries as scans


def plan_visit(session: Session, command: PlanVisit, *, actor_id: int, now: datetime) -> VisitRow:
    """Plan a visit; the chief must hold the place, and every inspector must work there.

    Raises ``NotYours`` for a facility out of the chief's reach, and refusals of
    ``inspections.rules.refusals`` for what cannot be.
    """
    place = _place(session, command.facility_id, actor_id, now)
    rules.check_planning(command, opened=place.opened, closed=place.closed, now=now)
    _check_inspectors(session, command, place.community.katottg)
    _check_flag(session, command)
    live = select(Visit.id).where(
        Visit.facility_id == place.id, Visit.night == command.night, Visit.state != "cancelled"
    )
    if session.scalars(live).first():
        raise no.AlreadyPlanned(night=command.night, field="night")
    planned = Visit(
        id=str(uuid.uuid4()),
        facility_id=place.id,
        night=command.night,
        inspector_id=command.inspector_id,
        second_inspector_id=command.second_inspector_id,
        origin=command.origin,
        flag_id=command.flag_id,
        order_no=command.order_no.strip(),
        order_date=command.order_date,
        planned_by=actor_id,
        planned_at=now,
        state="planned",
    )
    session.add(planned)
    session.flush()
    record(
        session,
        Deed(
            "visit_planned",
            f"visit:{planned.id}",
            {
                "facility": place.code,
                "night": command.night.isoformat(),
                "inspectors": [f"person:{each}" for each in row_of(planned).inspectors],
                "origin": command.origin,
                "flag": command.flag_id,
                "order_no": planned.order_no,
                "order_date": command.order_date.isoformat(),
            },
            place.community.katottg,
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    return row_of(planned)


def cancel_visit(
    session: Session, visit_id: str, *, reason: str, actor_id: int, now: datetime
) -> VisitRow:
    """Call off a visit that nobody has opened yet; the reason stays."""
    found = held(session, visit_id)
    place = _place(session, found.facility_id, actor_id, now)
    if found.state == "cancelled":
        return row_of(found)
    if found.state != "planned":
        raise no.AlreadyOpened()
    if not reason.strip():
        raise no.ReasonNeeded(field="reason")
    found.state = "cancelled"
    found.cancelled_reason = reason.strip()[:300]
    session.flush()
    record(
        session,
        Deed(
            "visit_cancelled",
            f"visit:{found.id}",
            {"facility": place.code, "night": found.night.isoformat()},
            place.community.katottg,
            words={"cancelled_reason": found.cancelled_reason},
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    return row_of(found)


def _place(session: Session, facility_id: int, actor_id: int, now: datetime) -> FacilityRow:
    place = registry.facility_by_id(session, facility_id)
    chief = accounts.actor(session, actor_id, in_kyiv(now).date())
    if place is None or chief is None:
        raise NotYours()
    if not chief.may(Role.CHIEF, facility_id=place.id, community=place.community.katottg):
        raise NotYours()
    return place


def _check_inspectors(session: Session, command: PlanVisit, community: str) -> None:
    _check_inspector(session, command.inspector_id, community, command.night, "inspector_id")
    if command.second_inspector_id is not None:
        _check_inspector(
            session, command.second_inspector_id, community, command.night, "second_inspector_id"
        )


def _check_inspector(
    session: Session, person_id: int, community: str, night: date, field: str
) -> None:
    inspector = accounts.actor(session, person_id, night)
    if inspector is None or not inspector.may(Role.INSPECTOR, community=community):
        raise no.NotAnInspectorHere(field=field)


def _check_flag(session: Session, command: PlanVisit) -> None:
    if command.flag_id is None:
        return
    flag = scans.flag(session, command.flag_id)
    if flag is None or flag.facility_id != command.facility_id:
        raise no.FlagOfAnother(field="flag_id")
