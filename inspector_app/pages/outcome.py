"""The outcome: no difference, a paper, or an attempt. It ends the visit."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspector_app.pages import steps
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS, mine_or_404
from occupancy import clock
from occupancy.citations import queries as citations
from occupancy.citations import services as papers
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.inspections import schemas, services
from occupancy.inspections.queries import VisitRow
from occupancy.settings import Settings
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told


@bp.get("/visits/<visit_id>/outcome")
@only(*GOERS)
def outcome(visit_id: str) -> ResponseReturnValue:
    """Show the three outcomes beside what was counted."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    return _page(visit, {})


@bp.post("/visits/<visit_id>/outcome")
@only(*GOERS)
def end(visit_id: str) -> ResponseReturnValue:
    """End the visit; with a difference its paper is drawn up in the same transaction."""
    visit = mine_or_404(visit_id)
    actor, now = current_actor().person_id, clock.now()
    settings: Settings = current_app.extensions["settings"]
    paper = None
    try:
        command = schemas.closing_of(request.form)
        with saving(db.session) as session:
            services.close_visit(session, visit.id, command, actor_id=actor, now=now)
            if command.outcome == "difference":
                paper = papers.issue(
                    session,
                    visit.id,
                    request.form.get("document_type", ""),
                    actor_id=actor,
                    now=now,
                    public_url=settings.public_url,
                )
    except Refusals as several:
        return _page(visit, request.form, told(several.refusals)), 422
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(visit, request.form, told([refusal])), refusal.status
    if paper:
        return redirect(url_for("inspector.citation", citation_id=paper.id), 303)
    return redirect(url_for("inspector.visit", visit_id=visit.id), 303)


def _page(visit: VisitRow, typed: Any, refused: list[Told] | None = None) -> str:
    return steps.show(
        visit,
        "outcome",
        typed,
        refused,
        document_types=citations.document_types(db.session, enabled=True),
    )
