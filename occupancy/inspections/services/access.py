"""Whose visit it is: for others it does not exist."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.errors import NotYours
from occupancy.inspections import rules
from occupancy.inspections.models import Visit
from occupancy.inspections.rules import refusals as no


def held(session: Session, visit_id: str) -> Visit:
    """Return the visit, locked for this deed; raises ``NotYours`` when there is none."""
    found = session.scalars(
        select(Visit)
        .where(Visit.id == visit_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotYours()
    return found


def held_by(session: Session, visit_id: str, actor_id: int, now: datetime) -> Visit:
    """Return the locked visit if ``actor_id`` is one of its inspectors and its day has come."""
    found = held(session, visit_id)
    mine = actor_id in (found.inspector_id, found.second_inspector_id)
    if not mine or now < rules.shown_from(found.night):
        raise NotYours()
    if found.state == "cancelled":
        raise no.Cancelled()
    return found


def held_open(session: Session, visit_id: str, actor_id: int, now: datetime) -> Visit:
    """Return the locked visit if its inspector may still write in it."""
    found = held_by(session, visit_id, actor_id, now)
    if found.state == "planned":
        raise no.NotOpened()
    if found.state == "closed":
        raise no.AlreadyClosed()
    return found
