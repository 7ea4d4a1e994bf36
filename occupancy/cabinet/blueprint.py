"""The operator's room."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from occupancy.cabinet import reach
from occupancy.registry import queries as registry
from occupancy.scans import queries as scans
from occupancy.web.db import db
from occupancy.web.guards import current_actor

bp = Blueprint("cabinet", __name__, template_folder="templates")


@bp.context_processor
def _frame() -> dict[str, Any]:
    """Give every page of a facility its tabs: what there is to see for this person."""
    place = g.get("facility")
    if place is None:
        return {}
    money = reach.sees_money(place)
    return {
        "place": place,
        "sees_money": money,
        "several": registry.business_reaches_several(db.session, current_actor()),
        "questions": len(scans.questions_for(db.session, place.id)) if money else 0,
    }
