"""The room of the administrators; a chief comes in to be the second person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_login import current_user

from occupancy import clock
from occupancy.accounts import queries
from occupancy.web.db import db

bp = Blueprint("admin", __name__, template_folder="templates")


@bp.context_processor
def _rail() -> dict[str, Any]:
    """Give every page of the room the number that its rail shows."""
    if getattr(current_user, "actor", None) is None:
        return {}
    return {"waiting_count": len(queries.waiting(db.session, clock.now()))}
