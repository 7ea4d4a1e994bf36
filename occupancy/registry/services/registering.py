"""Entering businesses, their facilities and capacities; each is an entry of the log.

A business may be one person, and a small house their home: names, tax codes and addresses enter
the log as salted digests only.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours
from occupancy.registry.commands import RegisterFacility, RegisterOperator, SetCapacity
from occupancy.registry.models import Capacity, Facility, Operator


def register_operator(
    session: Session, command: RegisterOperator, *, actor: str, now: datetime
) -> int:
    """Enter a business and return its number."""
    made = Operator(**asdict(command))
    session.add(made)
    session.flush()
    record(
        session,
        Deed(
            "operator_registered",
            f"operator:{made.id}",
            {"tax_code_kind": made.tax_code_kind},
            words={"name": made.name, "tax_code": made.tax_code},
        ),
        actor=actor,
        now=now,
    )
    return made.id


def register_facility(
    session: Session, command: RegisterFacility, *, actor: str, now: datetime
) -> int:
    """Enter a facility and return its number."""
    fields = asdict(command)
    community = fields.pop("community")
    made = Facility(community_katottg=community, **fields)
    session.add(made)
    session.flush()
    record(
        session,
        Deed(
            "facility_registered",
            f"facility:{made.code}",
            {
                "id": made.id,
                "operator": made.operator_id,
                "kind": made.kind,
                "stars": made.stars,
                "lat": None if made.lat is None else repr(made.lat),
                "lon": None if made.lon is None else repr(made.lon),
                "opened": made.opened.isoformat() if made.opened else None,
                "closed": made.closed.isoformat() if made.closed else None,
            },
            community,
            words={"name": made.name, "address": made.address},
        ),
        actor=actor,
        now=now,
    )
    return made.id


def set_capacity(session: Session, command: SetCapacity, *, actor: str, now: datetime) -> None:
    """Say how many rooms and places a facility has from a date on.

    Raises ``NotYours`` when there is no such facility.
    """
    place = session.get(Facility, command.facility_id)
    if place is None:
        raise NotYours()
    session.merge(Capacity(**asdict(command)))
    session.flush()
    record(
        session,
        Deed(
            "capacity_changed",
            f"facility:{place.code}",
            {
                "valid_from": command.valid_from.isoformat(),
                "rooms": command.rooms,
                "places": command.places,
                "extra_places": command.extra_places,
            },
            place.community_katottg,
        ),
        actor=actor,
        now=now,
    )
