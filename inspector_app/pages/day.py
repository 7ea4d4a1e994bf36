"""The day: where to go tonight, and what was left unfinished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, has_come
from occupancy import clock
from occupancy.citations import queries as citations
from occupancy.citations.queries import CitationRow
from occupancy.filings.rules import night_of
from occupancy.inspections import queries
from occupancy.inspections.queries import VisitRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import CapacityRow, FacilityRow
from occupancy.web import plan_reads
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only


@dataclass(frozen=True)
class Stop:
    """One line of the day."""

    visit: VisitRow
    place: FacilityRow
    capacity: CapacityRow | None
    paper: CitationRow | None


@bp.get("/")
@only(*GOERS)
def day() -> ResponseReturnValue:
    """Show tonight's stops; before noon also those of the evening to come, and what waits."""
    now, person = clock.now(), current_actor().person_id
    tonight = night_of(now)
    found = queries.unfinished(db.session, person, before=tonight)
    for night in (tonight, tonight + timedelta(days=1)):
        found += [
            each for each in queries.visits_of(db.session, person, night) if has_come(each, now)
        ]
    plan_reads.note(found)
    stops = _stops(found)
    waiting = sorted(
        (each for each in stops if each.visit.state != "closed"),
        key=lambda each: each.visit.state != "opened",
    )
    return render_template(
        "inspector/day.html",
        today=clock.in_kyiv(now).date(),
        tonight=tonight,
        stops=stops,
        next=waiting[0] if waiting else None,
        ended_count=len(stops) - len(waiting),
    )


def _stops(visits: list[VisitRow]) -> list[Stop]:
    ids = {each.facility_id for each in visits}
    places = {each.id: each for each in registry.facilities(db.session, ids=ids)}
    papers = citations.of_visits(db.session, [each.id for each in visits])
    return [
        Stop(
            visit=each,
            place=places[each.facility_id],
            capacity=registry.capacity_on(db.session, each.facility_id, each.night),
            paper=papers.get(each.id),
        )
        for each in visits
    ]
