"""Who looked at the plan of a visit before it was opened."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from occupancy.accounts import queries as accounts
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.errors import NotYours
from occupancy.inspections import queries as inspections
from occupancy.registry import queries as registry
from occupancy.web import plan_reads
from occupancy.web.db import db
from occupancy.web.guards import only


@bp.get("/visits/<visit_id>/reads")
@only(*reach.PLANNERS)
def visit_reads(visit_id: str) -> ResponseReturnValue:
    """Show who read the plan and when; looking here is reading it too."""
    visit = inspections.visit(db.session, visit_id)
    place = registry.facility_by_id(db.session, visit.facility_id) if visit else None
    if visit is None or place is None or not reach.may(place, *reach.PLANNERS):
        raise NotYours()
    plan_reads.note([visit])
    reads = inspections.plan_reads(db.session, visit.id)
    people = {each.person_id for each in reads} | {visit.planned_by, *visit.inspectors}
    return render_template(
        "agency/visit_reads.html",
        visit=visit,
        place=place,
        reads=reads,
        people=accounts.people(db.session, people),
    )
