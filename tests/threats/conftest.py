"""Attackers at both applications over one database, at a moment that a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import Base, make_engine
from tests.citations.visits import Walk, kyiv
from tests.support.world import World

#: What a read may write: tries and sessions of signing in, the browser's own choices, who looked.
OF_READING = {"sign_in_attempt", "sign_in_session", "plan_read", "person"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Give ``at(moment)``: from then on it is that moment."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def evening(at: Callable[[datetime], None]) -> None:
    """Let it be a quarter to nine in the evening of 23 November 2026."""
    at(kyiv(20, 45))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give a way to the database beside the applications' own."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Give a session beside the applications' own."""
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def walk(session: Session, world: World) -> Walk:
    """Give the steps of a visit to the homestead."""
    return Walk(session, world)


@pytest.fixture
def client(portal, sign_in) -> Callable[[str], FlaskClient]:
    """Give ``client(login)``: a browser in the portal, signed in unless ``login`` is blank."""
    return lambda login: sign_in(portal.test_client(), login) if login else portal.test_client()


@pytest.fixture
def tablet(field, sign_in) -> Callable[[str], FlaskClient]:
    """Give ``tablet(login)``: a browser in the field app."""
    return lambda login: sign_in(field.test_client(), login)


@pytest.fixture
def everything(engine: Engine) -> Callable[[], dict[str, Any]]:
    """Give ``everything()``: every row of every table that reading a page leaves alone."""

    def look() -> dict[str, Any]:
        with engine.connect() as connection:
            return {
                name: sorted(map(repr, connection.execute(select(table))))
                for name, table in Base.metadata.tables.items()
                if name not in OF_READING
            }

    return look
