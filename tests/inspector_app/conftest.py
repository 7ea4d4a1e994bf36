"""The field app over a small world, at a quarter to nine in the evening of 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.citations.services import seed_document_types
from occupancy.database import make_engine, saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.inspections import queries
from occupancy.inspections.queries import VisitRow
from tests.citations.visits import Walk
from tests.support.apps import token_of
from tests.support.world import BEGAN, World

EVENING = datetime(2026, 11, 23, 18, 45, 30, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Give ``at(moment)``: let it be that moment for the pages."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_shift", moment - datetime.now(UTC))

    set_to(EVENING)
    return set_to


@pytest.fixture
def kept(database_url: str, world: World) -> Iterator[Session]:
    """Give a session beside the application's own, document types in."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        with saving(session):
            seed_document_types(session, now=BEGAN)
        yield session
    engine.dispose()


@pytest.fixture
def walk(kept: Session, world: World) -> Walk:
    """Give the steps of a visit through the services."""
    return Walk(kept, world)


@pytest.fixture
def file(kept: Session, world: World) -> Callable[..., Any]:
    """Give a way to file the homestead's night."""

    def make(rooms: int, guests: int, now: datetime) -> Any:
        command = FileNight(world.facilities["SL-0001"], Walk.night, rooms, guests, 0, {})
        with saving(kept):
            return file_night(
                kept, command, source="cabinet", author_id=world.people["operator"], now=now
            )

    return make


@pytest.fixture
def tablet(
    field: Flask, at: Callable[[datetime], None], sign_in: Callable[[FlaskClient, str], FlaskClient]
) -> Callable[[str], FlaskClient]:
    """Give ``tablet(login)``: a signed-in client of the field app."""
    return lambda login: sign_in(field.test_client(), login)


@pytest.fixture
def send() -> Callable[..., Any]:
    """Give ``send(client, path, form, page)``: a form sent with the token of its page."""

    def make(client: FlaskClient, path: str, form: dict[str, Any], page: str = "") -> Any:
        token = token_of(client, page or path)
        return client.post(path, data={"csrf_token": token, **form})

    return make


@pytest.fixture
def visit_now(kept: Session) -> Callable[[str], VisitRow]:
    """Give a fresh look at a visit."""

    def look(visit_id: str) -> VisitRow:
        kept.rollback()
        found = queries.visit(kept, visit_id)
        assert found is not None
        return found

    return look
