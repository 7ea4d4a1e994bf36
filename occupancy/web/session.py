"""Flask-Login behind one small module, so that it can be replaced in a day."""

from __future__ import annotations

import hashlib

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.rules import Actor
from occupancy.settings import Settings
from occupancy.web import events
from occupancy.web.db import db
from occupancy.web.landing import in_field


class SignedCookie(SecureCookieSessionInterface):
    """Flask's cookie, signed with HMAC-SHA256 where Flask would take SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


class SignedIn(UserMixin):
    """The signed-in person of a request, and the key of the session that says so."""

    def __init__(self, actor: Actor, key: str) -> None:
        self.actor = actor
        self.key = key

    def get_id(self) -> str:
        """Return what the cookie holds: who, and by which session."""
        return f"{self.actor.person_id}:{self.key}"


def load(session_id: str) -> SignedIn | None:
    """Return the person of a cookie; None once disabled, signed out here or everywhere."""
    person, _, key = session_id.partition(":")
    if not person.isdecimal() or len(person) > 18:
        return None
    now = clock.now()
    settings: Settings = current_app.extensions["settings"]
    if not queries.session_stands(
        db.session,
        key,
        int(person),
        demo=settings.demo,
        now=now,
        in_field=in_field(current_app),
    ):
        events.tell("session_ended", person=int(person))
        return None
    actor = queries.actor(db.session, int(person), clock.in_kyiv(now).date())
    return SignedIn(actor, key) if actor else None


def register(app: Flask) -> None:
    """Let ``app`` know who is signed in."""
    app.session_interface = SignedCookie()
    manager = LoginManager()
    manager.session_protection = None  # the session's row ends it; addresses change on the road
    manager.user_loader(load)
    # Pages know the person as `actor`, which asks a database that is gone only once.
    manager.init_app(app, add_context_processor=False)
