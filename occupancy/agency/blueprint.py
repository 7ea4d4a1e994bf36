"""The room of the agency, the chiefs of inspection and the communities' finance officers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_login import current_user

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.agency.reach import PLANNERS, communities
from occupancy.scans import queries as scans
from occupancy.web import reasons
from occupancy.web.db import db
from occupancy.web.guards import current_actor
from occupancy.web.landing import APPROVALS

bp = Blueprint(
    "agency",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@bp.app_template_global()
def rare(p_value: float | None) -> str:
    """Return how often honest facilities or nights look like this, in words."""
    return reasons.rare(p_value)


@bp.context_processor
def _rail() -> dict[str, Any]:
    """Give every page of the room the number that its rail shows."""
    if getattr(current_user, "actor", None) is None:
        return {}
    plans = current_actor().has(*PLANNERS)
    return {
        "open_signals": scans.open_count(db.session, communities()),
        "plans": plans,
        "to_approve": len(accounts.waiting(db.session, clock.now())) if plans else 0,
        "approvals": APPROVALS,
    }
