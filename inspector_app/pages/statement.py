"""Who received the inspectors, and what that person explained."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inspector_app.pages import steps
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS
from occupancy import clock
from occupancy.inspections import schemas, services
from occupancy.inspections.queries import VisitRow
from occupancy.web.guards import current_actor, only

FIELDS = ("received_by", "received_post", "statement")


@bp.get("/visits/<visit_id>/statement")
@only(*GOERS)
def statement(visit_id: str) -> ResponseReturnValue:
    """Show what was written down last."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    return steps.show(visit, "statement", {name: getattr(visit, name) or "" for name in FIELDS})


@bp.post("/visits/<visit_id>/statement")
@only(*GOERS)
def keep_statement(visit_id: str) -> ResponseReturnValue:
    """Keep the words as a draft."""

    def deed(session: Session, visit: VisitRow) -> VisitRow:
        command = schemas.statement_of(request.form)
        return services.record_statement(
            session, visit.id, command, actor_id=current_actor().person_id, now=clock.now()
        )

    return steps.kept(visit_id, "statement", deed, request.form)
