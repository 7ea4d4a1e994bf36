"""The portal: a contents page of its rooms."""

from __future__ import annotations

from flask import Flask

from occupancy import admin, agency, cabinet, public
from occupancy.settings import Settings
from occupancy.web.factory import checked, furnish


def create_app(settings: Settings) -> Flask:
    """Return the portal: the rooms of operators, agency and administrators, and public pages."""
    app = furnish(Flask(__name__, static_folder=None), settings, cookie="nichlih", path="/")
    app.register_blueprint(cabinet.bp, url_prefix="/cabinet")
    app.register_blueprint(agency.bp, url_prefix="/agency")
    app.register_blueprint(admin.bp, url_prefix="/admin")
    app.register_blueprint(public.bp)
    if settings.demo:
        app.register_blueprint(public.styles_bp)
    return checked(app)
