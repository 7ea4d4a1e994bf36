"""The blueprint of the field app's own pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("inspector", __name__, template_folder="../templates")
