"""The operator's room over a small world, at eight in the evening of 23 November 2026."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from occupancy import cabinet, clock
from occupancy.database import make_engine, saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.settings import Settings
from occupancy.web.factory import checked, furnish
from tests.support.apps import running, token_of
from tests.support.world import World

NIGHT = date(2026, 11, 23)
EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
#: A night of the homestead in Slavske: 7 rooms, 18 places and 2 extra, a flat rate.
SLAVSKE = {"rooms_occupied": "3", "guests_domestic": "6", "guests_inbound": "1"}

_KEY = re.compile(r'name="key" value="([^"]+)"')


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Give ``at(moment)``: let it be that moment for the pages."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_shift", moment - datetime.now(UTC))

    set_to(EVENING)
    return set_to


@pytest.fixture
def room(
    settings: Settings,
    world: World,
    at: Callable[[datetime], None],
    compiled_words: None,
    compiled_pages: FileSystemBytecodeCache,
) -> Iterator[Flask]:
    """Give the shared pages with the operator's room alone."""
    app = furnish(Flask("room", static_folder=None), settings, cookie="nichlih", path="/")
    app.register_blueprint(cabinet.bp, url_prefix="/cabinet")
    yield from running(checked(app), compiled_pages)


@pytest.fixture
def visitor(
    room: Flask, sign_in: Callable[[FlaskClient, str], FlaskClient]
) -> Callable[[str], FlaskClient]:
    """Give ``visitor(login)``: a browser of that person."""
    return lambda login: sign_in(room.test_client(), login)


@pytest.fixture
def operator(visitor: Callable[[str], FlaskClient]) -> FlaskClient:
    """Give the browser of the person who runs LV-0001 and SL-0001."""
    return visitor("operator")


@pytest.fixture
def session(database_url: str, world: World) -> Iterator[Session]:
    """Give a session beside the application, to look at what it kept."""
    engine = make_engine(database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def filed(session: Session, world: World) -> Callable[..., None]:
    """Give ``filed(night, …)``: nights of the homestead that stand before a page is opened."""

    def file(night: date, rooms: int = 3, domestic: int = 6, inbound: int = 1, **more) -> None:
        moment = more.pop("moment", datetime(night.year, night.month, night.day, 19, tzinfo=UTC))
        filing = FileNight(world.facilities["SL-0001"], night, rooms, domestic, inbound, **more)
        with saving(session):
            file_night(
                session,
                filing,
                source="cabinet",
                author_id=world.people["operator"],
                now=moment,
            )

    return file


def send(client: FlaskClient, page: str, form: dict[str, str], to: str = "") -> TestResponse:
    """Open ``page`` and send its form of a night as a person does, hidden fields included."""
    shown = client.get(page)
    assert shown.status_code == 200, shown.text
    action = to or re.findall(r'action="(/cabinet/[^"]+)"', shown.text)[0]
    key = _KEY.search(shown.text)
    hidden = {"csrf_token": token_of(client, page), **({"key": key[1]} if key else {})}
    return client.post(action, data={**hidden, **form})
