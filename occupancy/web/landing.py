"""Where people go: after signing in, and after a choice that should lead back."""

from __future__ import annotations

import re

from flask import current_app, request, url_for
from flask.sansio.app import App
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from occupancy.accounts.roles import BUSINESS, Role
from occupancy.accounts.rules import Actor

#: A path of this application: one slash, then nothing that a browser would read as a host.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

#: Who has a page in the field app.
FIELD = frozenset({Role.INSPECTOR, Role.CHIEF})
#: Who has pages in the agency's room.
DESK = frozenset({Role.AGENCY, Role.CHIEF, Role.OFFICER})
#: Where the field app is (an address that people rely on).
FIELD_APP = "/inspector/"
#: Where a chief is the second person, in the administrators' room.
APPROVALS = "/admin/approvals"


def in_field(app: App) -> bool:
    """Tell whether ``app`` is the field app: the one whose cookie has a path of its own."""
    return bool(app.config["SESSION_COOKIE_PATH"] != "/")


def local(wanted: str | None) -> str | None:
    """Return ``wanted`` as a path to redirect to, or None if it could lead out of this application.

    ``wanted`` is a path as the application sees it (without the prefix it is mounted at).
    """
    if not wanted or len(wanted) > 2000 or not _LOCAL.fullmatch(wanted):
        return None
    return request.script_root + wanted


def home_of(actor: Actor) -> str:
    """Return the first page of a person's work in this application."""
    if in_field(current_app):
        return request.script_root + "/"
    if actor.has(*BUSINESS):
        return "/cabinet/"
    if actor.has(*DESK):
        return "/agency/"
    if actor.has(Role.ADMIN):
        return "/admin/"
    return url_for("web.welcome")


def after_sign_in(actor: Actor, wanted: str | None) -> str:
    """Return the page asked for before the sign-in if it exists for ``actor``, else home."""
    target = local(wanted)
    if target is None or wanted is None:
        return home_of(actor)
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint = adapter.match(wanted.partition("?")[0], method="GET")[0] if adapter else ""
    except RequestRedirect:
        return target
    except HTTPException:
        return home_of(actor)
    doors = getattr(current_app.view_functions.get(endpoint), "doors", None)
    return target if doors and actor.has(*doors) else home_of(actor)
