"""Language and brightness: chosen by the person, remembered with the person or the browser."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from occupancy.accounts import services
from occupancy.accounts.rules import Actor
from occupancy.accounts.services import LANGUAGES, THEMES
from occupancy.database import saving
from occupancy.settings import Settings
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import everyone
from occupancy.web.landing import local

#: One name for both applications: the language belongs to the browser, not to a room.
LANGUAGE_COOKIE, THEME_COOKIE = "nichlih_language", "nichlih_theme"
YEAR = 365 * 24 * 3600


def person() -> Actor | None:
    """Return who is signed in, or None; also None while the database does not answer."""
    if g.get("person_unknown"):
        return None
    try:
        return cast("Actor | None", getattr(current_user, "actor", None))
    except SQLAlchemyError:
        g.person_unknown = True
        return None


def language() -> str:
    """Return the language of this request: the person's, the browser's choice, or Ukrainian."""
    actor = person()
    wanted = actor.language if actor else request.cookies.get(LANGUAGE_COOKIE, "uk")
    return wanted if wanted in LANGUAGES else "uk"


def theme() -> str:
    """Return ``device``, ``light`` or ``dark``."""
    actor = person()
    wanted = actor.theme if actor else request.cookies.get(THEME_COOKIE, "device")
    return wanted if wanted in THEMES else "device"


@bp.post("/language")
@everyone
def language_choice() -> ResponseReturnValue:
    """Remember the language (``language``: uk, en) and lead back to ``next``."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES and (actor := person()):
        with saving(db.session) as opened:
            services.choose_language(opened, actor.person_id, wanted)
    return _remembered("language", LANGUAGE_COOKIE, wanted if wanted in LANGUAGES else None)


@bp.post("/theme")
@everyone
def theme_choice() -> ResponseReturnValue:
    """Remember the brightness (``theme``: device, light, dark) and lead back to ``next``."""
    wanted = request.form.get("theme", "")
    if wanted in THEMES and (actor := person()):
        with saving(db.session) as opened:
            services.choose_theme(opened, actor.person_id, wanted)
    return _remembered("theme", THEME_COOKIE, wanted if wanted in THEMES else None)


def _remembered(name: str, cookie: str, value: str | None) -> Response:
    """Lead back; the browser keeps the choice, and one made on the way in goes with the person."""
    back = redirect(local(request.form.get("next")) or request.script_root + "/", 303)
    if value is None:
        return back
    if person() is None:
        session[name] = value
    settings: Settings = current_app.extensions["settings"]
    back.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
    )
    return back


def register(app: Flask) -> None:
    """Let every template know the language, the theme and who is signed in."""

    @app.context_processor
    def _known() -> dict[str, Any]:
        settings: Settings = app.extensions["settings"]
        return {
            "language": language(),
            "theme": theme(),
            "actor": person(),
            "demo": settings.demo,
        }
