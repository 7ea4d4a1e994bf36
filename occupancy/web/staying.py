"""Signing a browser in and out, and signing it out by itself when nobody touches it.

The cookie of a session holds who, the key of a row in the database, and the last touch; it is
signed, and begun anew at every sign-in, so a cookie planted before is worth nothing after.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user, login_user, logout_user

from occupancy import clock
from occupancy.accounts import services
from occupancy.accounts.rules import Actor
from occupancy.accounts.rules.devices import device_of
from occupancy.accounts.rules.stay import stay_of
from occupancy.accounts.services import THEMES
from occupancy.database import saving
from occupancy.errors import Busy
from occupancy.web import events
from occupancy.web.db import db
from occupancy.web.landing import in_field
from occupancy.web.session import SignedIn

#: The cookie is written again at most this often: less traffic, and precise enough.
TOUCH_EVERY = timedelta(minutes=1)
#: The list of sessions says when each was seen last, this precisely.
SEEN_EVERY = timedelta(minutes=5)
#: Choices made on the way in, before anybody knows who it is.
CHOICES = ("language", "theme")


def enter(actor: Actor, *, now: datetime) -> None:
    """Sign this browser in as ``actor``, with a new session that knows nothing of the old one."""
    limits = stay_of(is_staff=actor.is_staff, in_field=in_field(current_app))
    chosen = {name: session[name] for name in CHOICES if name in session}
    with saving(db.session) as opened:
        key = services.start_session(
            opened,
            actor.person_id,
            lasts=limits.total,
            now=now,
            device=device_of(request.user_agent.string),
            in_field=in_field(current_app),
        )
        if chosen.get("language") in services.LANGUAGES:
            services.choose_language(opened, actor.person_id, chosen["language"])
        if chosen.get("theme") in THEMES:
            services.choose_theme(opened, actor.person_id, chosen["theme"])
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor, key))
    session["idle"] = int(limits.idle.total_seconds())
    session["touched"] = session["seen"] = int(now.timestamp())
    events.tell("signed_in", person=actor.person_id)


def leave(*, now: datetime) -> None:
    """Sign this browser out, here and in the database."""
    if current_user.is_authenticated:
        with saving(db.session) as opened:
            services.end_session(opened, current_user.key, now=now)
        events.tell("signed_out", person=current_user.actor.person_id)
    logout_user()
    session.clear()


def forget_the_idle() -> None:
    """Drop the session of a browser that nobody touched for its idle limit; note a touch else."""
    if request.endpoint is None or request.endpoint.endswith(".static"):
        return
    if "_user_id" not in session:
        return
    now = clock.now()
    untouched = now.timestamp() - session.get("touched", 0)
    if untouched > session.get("idle", 0):
        session.clear()
        session["left_idle"] = True
        events.tell("session_ended")
    elif untouched >= TOUCH_EVERY.total_seconds():
        session["touched"] = int(now.timestamp())
        if now.timestamp() - session.get("seen", 0) >= SEEN_EVERY.total_seconds():
            session["seen"] = int(now.timestamp())
            g.seen_key = session["_user_id"].partition(":")[2]


def note_seen(response: Response) -> Response:
    """Write down that the session is in use, after the answer has gone: nobody waits for it."""
    key = g.pop("seen_key", None)
    if key is not None:
        app, now = current_app._get_current_object(), clock.now()  # type: ignore[attr-defined]

        @response.call_on_close
        def note() -> None:
            with app.app_context(), suppress(Busy), saving(db.session) as opened:
                services.note_seen(opened, key, now=now)

    return response


def register(app: Flask) -> None:
    """Watch every request of ``app`` for a session that has been left alone."""
    app.before_request(forget_the_idle)
    app.after_request(note_seen)
