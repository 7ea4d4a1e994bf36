"""Who sees and decides what in this room: the agency and chiefs, and officers of communities."""

from __future__ import annotations

from sqlalchemy.orm import Session

from occupancy.accounts.roles import Role
from occupancy.errors import NotYours
from occupancy.inspections import queries as inspections
from occupancy.inspections.queries import VisitRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import CommunityRow, FacilityRow
from occupancy.scans import queries as scans
from occupancy.scans.queries import FlagRow
from occupancy.web import plan_reads
from occupancy.web.guards import current_actor

#: Who reads: the officer only the own community.
READERS = (Role.AGENCY, Role.CHIEF, Role.OFFICER)
#: Who asks a facility and closes a signal.
DECIDERS = (Role.AGENCY, Role.CHIEF)
#: Who sends inspectors.
PLANNERS = (Role.CHIEF,)


def communities() -> frozenset[str] | None:
    """Return the communities that the signed-in person may read; None means the whole oblast."""
    return current_actor().communities(*READERS)


def community_choices(session: Session) -> list[CommunityRow]:
    """Return the communities that the person may read, for a filter."""
    mine = communities()
    return [each for each in registry.communities(session) if mine is None or each.katottg in mine]


def chosen(wanted: str | None) -> frozenset[str] | None:
    """Return the communities of a list narrowed to ``wanted``; one out of reach does not exist."""
    mine = communities()
    if not wanted:
        return mine
    if mine is not None and wanted not in mine:
        raise NotYours()
    return frozenset({wanted})


def may(place: FacilityRow, *roles: Role) -> bool:
    """Tell whether the person holds one of ``roles`` for the facility."""
    return current_actor().may(*roles, facility_id=place.id, community=place.community.katottg)


def flag_or_404(session: Session, flag_id: int, *roles: Role) -> tuple[FlagRow, FacilityRow]:
    """Return a signal with its facility if one of ``roles`` reaches it; else it does not exist."""
    flag = scans.flag(session, flag_id)
    place = registry.facility_by_id(session, flag.facility_id) if flag else None
    if flag is None or place is None or not may(place, *roles):
        raise NotYours()
    return flag, place


def visits_of(session: Session, place: FacilityRow) -> list[VisitRow]:
    """Return a facility's visits; those still planned only to who plans, and that is logged."""
    found = inspections.of_facility(session, place.id)
    if not may(place, *PLANNERS):
        return [each for each in found if each.state != "planned"]
    plan_reads.note(found)
    return found
