"""How the facility's person signs: gladly, with remarks, or not at all."""

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


@bp.get("/visits/<visit_id>/signing")
@only(*GOERS)
def signing(visit_id: str) -> ResponseReturnValue:
    """Show what was chosen last."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    typed = {"signing": visit.signing or "", "remarks": visit.remarks or ""}
    return steps.show(visit, "signing", typed)


@bp.post("/visits/<visit_id>/signing")
@only(*GOERS)
def keep_signing(visit_id: str) -> ResponseReturnValue:
    """Keep the choice as a draft."""

    def deed(session: Session, visit: VisitRow) -> VisitRow:
        command = schemas.signing_of(request.form)
        return services.record_signing(
            session, visit.id, command, actor_id=current_actor().person_id, now=clock.now()
        )

    return steps.kept(visit_id, "signing", deed, request.form)
