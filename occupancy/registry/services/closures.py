"""Closed periods: declared, withdrawn, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from occupancy.audit import services as audit
from occupancy.audit.services import Deed
from occupancy.registry import queries
from occupancy.registry.models import Closure
from occupancy.registry.queries import ClosureRow, FacilityRow
from occupancy.registry.rules import ClosureGone, ClosureOverlaps, closure_problem
from occupancy.registry.services.holding import hold


def declare_closure(
    session: Session,
    facility_id: int,
    first: date,
    last: date,
    reason: str,
    *,
    actor_id: int,
    now: datetime,
) -> ClosureRow:
    """Declare the nights ``first`` to ``last`` (both in) closed; a past one may be told late.

    Raises ``Refusal`` for a period that is upside down, too long, or declared already.
    """
    place = hold(session, facility_id)
    problem = closure_problem(first, last, reason)
    if problem:
        raise problem
    standing = queries.closures(session, facility_id, first, last)
    if standing:
        other = standing[0]
        raise ClosureOverlaps(first=other.date_from, last=other.date_to, field="date_from")
    closure = Closure(
        facility_id=facility_id,
        date_from=first,
        date_to=last,
        reason=reason,
        declared_by=actor_id,
        declared_at=now,
        withdrawn_at=None,
    )
    session.add(closure)
    session.flush()
    _record(session, "closure.declared", place, closure, {}, actor_id, now)
    return _row(closure)


def withdraw_closure(
    session: Session,
    facility_id: int,
    closure_id: int,
    *,
    tonight: date,
    actor_id: int,
    now: datetime,
) -> ClosureRow | None:
    """Open again from ``tonight`` on; the nights before stay closed and nothing is deleted.

    Return the part that stays, None when the whole period lay ahead. Raises ``ClosureGone`` for a
    closure that is over, withdrawn, or another facility's.
    """
    place = hold(session, facility_id)
    closure = session.get(Closure, closure_id)
    if (
        closure is None
        or closure.facility_id != facility_id
        or closure.withdrawn_at is not None
        or closure.date_to < tonight
    ):
        raise ClosureGone()
    closure.withdrawn_at = now
    rest = None
    if closure.date_from < tonight:
        rest = Closure(
            facility_id=facility_id,
            date_from=closure.date_from,
            date_to=tonight - timedelta(days=1),
            reason=closure.reason,
            declared_by=closure.declared_by,
            declared_at=closure.declared_at,
            withdrawn_at=None,
        )
        session.add(rest)
    session.flush()
    stays = {
        "rest": rest.id if rest else None,
        "rest_last": rest.date_to.isoformat() if rest else None,
    }
    _record(session, "closure.withdrawn", place, closure, stays, actor_id, now)
    return _row(rest) if rest else None


def _record(
    session: Session,
    kind: str,
    place: FacilityRow,
    closure: Closure,
    stays: Mapping[str, Any],
    actor_id: int,
    now: datetime,
) -> None:
    facts = {
        **stays,
        "closure": closure.id,
        "first": closure.date_from.isoformat(),
        "last": closure.date_to.isoformat(),
        "reason": closure.reason,
    }
    deed = Deed(kind, f"facility:{place.code}", facts, place.community.katottg)
    audit.record(session, deed, actor=f"person:{actor_id}", now=now)


def _row(closure: Closure) -> ClosureRow:
    return ClosureRow(
        closure.id, closure.facility_id, closure.date_from, closure.date_to, closure.reason
    )
