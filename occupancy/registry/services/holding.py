"""Holding a facility while its nights are counted on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.errors import NotYours
from occupancy.registry import queries
from occupancy.registry.models import Facility
from occupancy.registry.queries import FacilityRow


def hold(session: Session, facility_id: int) -> FacilityRow:
    """Return a facility, locked until the transaction ends, so that revisions queue up."""
    return hold_all(session, {facility_id})[facility_id]


def hold_all(session: Session, facility_ids: Collection[int]) -> dict[int, FacilityRow]:
    """Return facilities by number, locked in one order so that two batches cannot deadlock.

    SQLite's writer holds the whole database already and ignores the lock. Raises ``NotYours`` when
    one of them does not exist.
    """
    wanted = set(facility_ids)
    session.execute(
        select(Facility.id).where(Facility.id.in_(wanted)).order_by(Facility.id).with_for_update()
    ).all()
    found = {place.id: place for place in queries.facilities(session, ids=wanted)}
    if found.keys() != wanted:
        raise NotYours()
    return found
