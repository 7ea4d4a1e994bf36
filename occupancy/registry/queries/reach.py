"""What a person's rights reach."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from occupancy.accounts.roles import BUSINESS, Role
from occupancy.accounts.rules import Actor, Grant
from occupancy.registry.queries.places import (
    FacilityRow,
    facilities,
    facilities_within,
    several_within,
)


def facilities_of(session: Session, actor: Actor, *roles: Role) -> list[FacilityRow]:
    """Return the facilities that ``roles`` of the actor reach, by name."""
    grants = [grant for grant in actor.grants if grant.role in roles]
    if any(grant.covers(operator_id=None, facility_id=None, community=None) for grant in grants):
        return facilities(session)
    return facilities_within(session, **_places(grants))


def business_reaches_several(session: Session, actor: Actor) -> bool:
    """Tell whether a person of a business has a choice between facilities; asked on every page."""
    grants = [grant for grant in actor.grants if grant.role in BUSINESS]
    return several_within(session, **_places(grants))


def _places(grants: list[Grant]) -> dict[str, Any]:
    """Return what the grants are bound to: facilities, businesses, communities."""
    return {
        "ids": [grant.facility_id for grant in grants if grant.facility_id],
        "operators": [
            grant.operator_id for grant in grants if grant.operator_id and not grant.facility_id
        ],
        "communities": [grant.community for grant in grants if grant.community],
    }
