"""Closing nights: only those on which, by the facility's own word, nobody stayed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from occupancy.filings import queries
from occupancy.filings.rules.refusals import ClosureOverGuests
from occupancy.registry import services as registry
from occupancy.registry.queries import ClosureRow
from occupancy.registry.rules import closure_problem


def close_nights(
    session: Session,
    facility_id: int,
    first: date,
    last: date,
    reason: str,
    *,
    actor_id: int,
    now: datetime,
) -> ClosureRow:
    """Declare the nights ``first`` to ``last`` closed, unless guests were filed for one of them."""
    if problem := closure_problem(first, last, reason):
        raise problem
    registry.hold(session, facility_id)
    for night, standing in queries.between(session, facility_id, first, last).items():
        if standing.guests:
            raise ClosureOverGuests(night=night, guests=standing.guests, field="date_from")
    return registry.declare_closure(
        session, facility_id, first, last, reason, actor_id=actor_id, now=now
    )
