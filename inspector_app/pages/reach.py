"""Whose visit it is, and what a page of it needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.attachments import queries as attachments
from occupancy.attachments.queries import AttachmentRow
from occupancy.citations import queries as citations
from occupancy.citations.queries import CitationRow
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.inspections import queries, rules
from occupancy.inspections.queries import Expected, VisitRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import CapacityRow, FacilityRow
from occupancy.web.db import db
from occupancy.web.guards import current_actor

#: Who goes; a chief may be one of them.
GOERS = (Role.INSPECTOR, Role.CHIEF)


@dataclass(frozen=True)
class Scene:
    """A visit with its place; ``later`` are the filings that came after the seal."""

    visit: VisitRow
    place: FacilityRow
    capacity: CapacityRow | None
    later: tuple[RevisionRow, ...]
    expected: Expected | None
    paper: CitationRow | None
    photos: tuple[AttachmentRow, ...]


def mine_or_404(visit_id: str) -> VisitRow:
    """Return a visit of the signed-in person once its day has come; else it does not exist."""
    found = queries.visit(db.session, visit_id)
    if found is None or current_actor().person_id not in found.inspectors:
        raise NotYours()
    if found.state == "cancelled" or not has_come(found, clock.now()):
        raise NotYours()
    return found


def has_come(visit: VisitRow, now: datetime) -> bool:
    """Tell whether the morning of the visit's day has come."""
    return now >= rules.shown_from(visit.night)


def scene(visit: VisitRow) -> Scene:
    """Return all that the pages of a visit show.

    What was plausible is looked up only after both counts stand: it must not lead the eye.
    """
    place = registry.facility_by_id(db.session, visit.facility_id)
    if place is None:
        raise NotYours()
    later: tuple[RevisionRow, ...] = ()
    if visit.seal_seq is not None:
        seq = visit.seal_seq
        later = tuple(filings.later_than(db.session, place.id, visit.night, seq))
    expected = None
    if visit.counted:
        expected = queries.expected_on(db.session, place.id, visit.night)
    return Scene(
        visit=visit,
        place=place,
        capacity=registry.capacity_on(db.session, place.id, visit.night),
        later=later,
        expected=expected,
        paper=citations.of_visit(db.session, visit.id),
        photos=tuple(attachments.of_subject(db.session, rules.photos_of(visit.id))),
    )
