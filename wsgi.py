"""Joins the portal and the field app; nothing else knows both."""

from __future__ import annotations

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from inspector_app.app import create_app as create_field_app
from occupancy.app import create_app as create_portal
from occupancy.serving.patience import AtWork
from occupancy.settings import Settings, from_environment


def join(settings: Settings) -> DispatcherMiddleware:
    """Return one WSGI application: the portal at `/`, the field app at `/inspector`."""
    return DispatcherMiddleware(create_portal(settings), {"/inspector": create_field_app(settings)})


app = AtWork(join(from_environment()))
