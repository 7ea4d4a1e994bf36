"""A running application and its operator, who files by its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from occupancy.app import create_app
from occupancy.database import saving
from occupancy.registry.models import Capacity, Facility
from occupancy.settings import Settings
from occupancy.web.db import db
from tests.faults import forms
from tests.support.apps import sign_in_as
from tests.support.world import SINCE, SLAVSKE, World

_numbers = count(1)


@dataclass
class Office:
    """The application, its operator's browser, and a way to look into the database beside it."""

    settings: Settings
    engine: Engine
    world: World
    app: Flask
    client: FlaskClient = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def restart(self) -> None:
        """Begin with a new application, as after an end of the server."""
        self.close()
        self.app = create_app(self.settings)
        self.app.testing = False
        self.client = self.app.test_client()

    def close(self) -> None:
        """Give the application's connections back."""
        with self.app.app_context():
            db.engine.dispose()

    def send(self, path: str, **form: str) -> Any:
        """Send a form as the operator; a session that a jump of the clock ended begins anew."""
        for _ in range(2):
            answer = self.client.post(path, data={**form, "csrf_token": self.token})
            assert answer.status_code < 500, answer.text[:500]
            out = answer.status_code == 400 or "/sign-in" in (answer.location or "")
            if not out:
                return answer
            self.sign_in()
        raise AssertionError("the operator is not let in")

    def sign_in(self) -> None:
        """Sign the operator in with a new browser."""
        self.client = sign_in_as(self.app.test_client(), "operator")
        self.token = forms.token(self.client)

    def new_house(self) -> Facility:
        """Give the operator one more homestead of 7 rooms and 18 + 2 places."""
        with Session(self.engine, expire_on_commit=False) as session, saving(session):
            place = Facility(
                code=f"SL-7{next(_numbers):03d}",
                operator_id=self.world.operators[0],
                community_katottg=SLAVSKE,
                kind="homestead",
                name="Садиба «Ще одна»",
                address="вул. Вигадана, 7",
                opened=SINCE,
            )
            session.add(place)
            session.flush()
            session.add(
                Capacity(facility_id=place.id, valid_from=SINCE, rooms=7, places=18, extra_places=2)
            )
        return place
