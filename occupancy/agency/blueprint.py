"""The room of the agency, the chiefs of inspection and the communities' finance officers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_login import current_user

from occupancy.agency.reach import communities
from occupancy.scans import queries as scans
from occupancy.web import reasons
from occupancy.web.db import db

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
    return {"open_signals": scans.open_count(db.session, communities())}
