"""The count: rooms, guests, how and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inspector_app.pages import steps
from inspector_app.pages.blueprint import bp
from inspector_app.pages.reach import GOERS
from occupancy import clock
from occupancy.inspections import schemas, services
from occupancy.inspections.queries import VisitRow
from occupancy.web import formats
from occupancy.web.guards import current_actor, only


@bp.get("/visits/<visit_id>/count")
@only(*GOERS)
def count(visit_id: str) -> ResponseReturnValue:
    """Show the counts as they were kept last."""
    visit = steps.opened_or_elsewhere(visit_id)
    if not isinstance(visit, VisitRow):
        return visit
    typed = {
        "rooms_seen": visit.rooms_seen,
        "guests_seen": visit.guests_seen,
        "methods": visit.methods,
        "counted_from": _clock(visit.counted_from or visit.opened_at),
        "counted_to": _clock(visit.counted_to),
    }
    return steps.show(visit, "count", typed)


@bp.post("/visits/<visit_id>/count")
@only(*GOERS)
def keep_count(visit_id: str) -> ResponseReturnValue:
    """Keep the counts as a draft."""

    def deed(session: Session, visit: VisitRow) -> VisitRow:
        command = schemas.count_of(request.form, request.form.getlist("methods"), visit.night)
        return services.record_count(
            session, visit.id, command, actor_id=current_actor().person_id, now=clock.now()
        )

    typed: dict[str, Any] = {
        **request.form.to_dict(),
        "methods": tuple(request.form.getlist("methods")),
    }
    return steps.kept(visit_id, "count", deed, typed)


def _clock(moment: datetime | None) -> str:
    return formats.clock_time(moment) if moment else ""
