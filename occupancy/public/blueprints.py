"""The public room's blueprints; ``styles_bp`` is joined in demo mode only."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("public", __name__, template_folder="templates")
styles_bp = Blueprint("styles", __name__, template_folder="templates")
