"""Flask-Login behind one small module, so that it can be replaced in a day."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager, UserMixin

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.rules import Actor
from occupancy.web.db import db


class SignedIn(UserMixin):
    """The signed-in person of a request; the session id ends with the person's epoch."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self.epoch = epoch

    def get_id(self) -> str:
        """Return what the cookie holds: who, and which epoch of sessions this one belongs to."""
        return f"{self.actor.person_id}:{self.epoch}"


def load(session_id: str) -> SignedIn | None:
    """Return the person of a cookie; None once disabled, or signed out everywhere."""
    person, _, epoch = session_id.partition(":")
    if not (person.isdecimal() and epoch.isdecimal()):
        return None
    today = clock.in_kyiv(clock.now()).date()
    actor = queries.actor(db.session, int(person), today)
    if actor is None or queries.session_epoch(db.session, actor.person_id) != int(epoch):
        return None
    return SignedIn(actor, int(epoch))


def register(app: Flask) -> None:
    """Let ``app`` know who is signed in."""
    manager = LoginManager()
    manager.session_protection = None  # the epoch ends sessions; addresses change on the road
    manager.user_loader(load)
    manager.init_app(app)
