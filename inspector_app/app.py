"""The field app: for inspectors' tablets, an application of its own under `/inspector`."""

from __future__ import annotations

from flask import Flask

from inspector_app.pages import bp
from occupancy.settings import Settings
from occupancy.web.factory import checked, furnish


def create_app(settings: Settings) -> Flask:
    """Return the field app; its cookie is its own, so a portal session opens nothing here."""
    app = furnish(
        Flask(__name__, static_folder=None), settings, cookie="nichlih_field", path="/inspector"
    )
    app.register_blueprint(bp)
    return checked(app)
