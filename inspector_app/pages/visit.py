"""A stop: begin it, and look at it after its end."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from inspector_app.pages import strip
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, mine_or_404, scene
from occupancy import clock
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.filings.rules import free_until, opens_at
from occupancy.inspections import services
from occupancy.web import plan_reads
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of


@bp.get("/visits/<visit_id>")
@only(*GOERS)
def visit(visit_id: str) -> ResponseReturnValue:
    """Show the stop before its beginning or after its end; in between lead to the count."""
    found = mine_or_404(visit_id)
    if found.state == "opened":
        return redirect(url_for("inspector.count", visit_id=found.id), 303)
    return _page(visit_id)


@bp.post("/visits/<visit_id>/open")
@only(*GOERS)
def open_visit(visit_id: str) -> ResponseReturnValue:
    """Open the visit: what the cabinet says this second is sealed."""
    try:
        with saving(db.session) as session:
            services.open_visit(
                session, visit_id, actor_id=current_actor().person_id, now=clock.now()
            )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(visit_id, words_of(refusal).sentence), refusal.status
    return redirect(url_for("inspector.count", visit_id=visit_id), 303)


def _page(visit_id: str, refused: str = "") -> str:
    found = mine_or_404(visit_id)
    plan_reads.note([found])
    seen = scene(found)
    now = clock.now()
    template = "closed" if seen.visit.state == "closed" else "start"
    return render_template(
        f"inspector/{template}.html",
        scene=seen,
        visit=seen.visit,
        place=seen.place,
        seal=seen.visit.seal,
        strip=strip.drawn(seen),
        strip_legend=strip.legend(seen),
        opens=opens_at(seen.visit.night),
        ends=free_until(seen.visit.night),
        now=now,
        refused=refused,
    )
