"""The administrators' room in the whole portal, with a second administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import make_engine
from tests.citations.visits import Walk
from tests.support.world import World

#: Eight in the evening of 23 November 2026 in Kyiv.
EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture
def visitor(
    portal: Flask,
    sign_in: Callable[[FlaskClient, str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], FlaskClient]:
    """Give ``visitor(login)``: a browser of that person, at ``EVENING``."""
    monkeypatch.setattr(clock, "_shift", EVENING - datetime.now(UTC))
    return lambda login: sign_in(portal.test_client(), login)


@pytest.fixture
def kept(database_url: str, world: World) -> Iterator[Session]:
    """Give a session beside the application's own."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def walk(kept: Session, world: World) -> Walk:
    """Give the steps of a visit through the services."""
    return Walk(kept, world)
