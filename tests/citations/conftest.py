"""Visits that have ended, and a paper to print without any database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from sqlalchemy.orm import Session

from occupancy.citations import services
from occupancy.citations.queries import CitationRow
from occupancy.database import saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from tests.citations.visits import Walk
from tests.support.world import BEGAN, World, make_world

PUBLIC_URL = "https://nichlih.example"
SAMPLE = Path(__file__).with_name("snapshot.json")


@pytest.fixture
def world(session: Session) -> World:
    """Give the numbers of a small world, document types in, in the session's database."""
    made = make_world(session)
    with saving(session):
        services.seed_document_types(session, now=BEGAN)
    return made


@pytest.fixture
def walk(session: Session, world: World) -> Walk:
    """Give the steps of a visit, from the plan to its outcome."""
    return Walk(session, world)


@pytest.fixture
def file(session: Session, world: World) -> Callable[..., Any]:
    """Give a way to file the homestead's night of the walk."""

    def make(rooms: int, guests: int, now: datetime, night: date = Walk.night) -> Any:
        command = FileNight(world.facilities["SL-0001"], night, rooms, guests, 0, {})
        with saving(session):
            return file_night(
                session, command, source="cabinet", author_id=world.people["operator"], now=now
            )

    return make


@pytest.fixture
def issue(session: Session, world: World) -> Callable[..., CitationRow]:
    """Give a way to draw up the paper of a visit, by its inspector at 20:31:08."""

    def make(
        visit_id: str, login: str = "inspector", kind: str = "akt", **more: Any
    ) -> CitationRow:
        facts = {
            "actor_id": world.people[login],
            "now": datetime(2026, 11, 23, 18, 31, 8, tzinfo=UTC),
            "public_url": PUBLIC_URL,
            **more,
        }
        with saving(session):
            return services.issue(session, visit_id, kind, **facts)

    return make


@pytest.fixture(scope="session")
def snapshot() -> Callable[..., bytes]:
    """Give a maker of snapshots: the sample with changes such as ``seal__guests=5``."""
    sample = SAMPLE.read_text(encoding="utf-8")

    def make(**changed: Any) -> bytes:
        said = json.loads(sample)
        for name, value in changed.items():
            *path, last = name.split("__")
            part = said
            for step in path:
                part = part[step]
            part[last] = value
        return rfc8785.dumps(said)

    return make
