"""A letter for a house whose figure was what we saw."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, mine_or_404, scene
from occupancy.citations.rules import council
from occupancy.errors import NotYours
from occupancy.web.guards import only


@bp.get("/visits/<visit_id>/thanks")
@only(*GOERS)
def thanks(visit_id: str) -> ResponseReturnValue:
    """Show the letter, ready to be printed; only a visit without a difference has one."""
    visit = mine_or_404(visit_id)
    if visit.outcome != "no_difference":
        raise NotYours()
    seen = scene(visit)
    return render_template(
        "inspector/thanks.html",
        visit=visit,
        place=seen.place,
        seal=visit.seal,
        council=council(seen.place.community),
    )
