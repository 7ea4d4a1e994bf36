"""A small world, a night in it, and the people who go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from occupancy.database import saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.inspections import services
from occupancy.inspections.commands import PlanVisit
from occupancy.inspections.queries import VisitRow
from tests.support.world import World, make_world

NIGHT = date(2026, 11, 23)


def kyiv(hour: int, minute: int = 0, second: int = 0, day: int = 23) -> datetime:
    """Return a moment of November 2026 in Kyiv's winter time (UTC + 2)."""
    return datetime(2026, 11, day, hour - 2, minute, second, tzinfo=UTC)


@pytest.fixture
def world(session: Session) -> World:
    """Give the numbers of a small world in the session's database."""
    return make_world(session)


@pytest.fixture
def order(world: World) -> Callable[..., PlanVisit]:
    """Give a maker of plans for the homestead in Slavske: 7 rooms, 18 + 2 places."""

    def make(**changed: Any) -> PlanVisit:
        plain = PlanVisit(
            facility_id=world.facilities["SL-0001"],
            night=NIGHT,
            inspector_id=world.people["inspector"],
            second_inspector_id=None,
            origin="random",
            flag_id=None,
            order_no="118-р",
            order_date=date(2026, 11, 16),
        )
        return replace(plain, **changed)

    return make


@pytest.fixture
def plan(
    session: Session, world: World, order: Callable[..., PlanVisit]
) -> Callable[..., VisitRow]:
    """Give a planner of visits by the chief, at ten in the morning of the night's day."""

    def make(**changed: Any) -> VisitRow:
        with saving(session):
            return services.plan_visit(
                session, order(**changed), actor_id=world.people["chief"], now=kyiv(10)
            )

    return make


@pytest.fixture
def open_it(session: Session, world: World) -> Callable[..., VisitRow]:
    """Give an opener of visits, by the first inspector at 18:42:05 unless told otherwise."""

    def make(visit: VisitRow, now: datetime | None = None, login: str = "inspector") -> VisitRow:
        with saving(session):
            return services.open_visit(
                session, visit.id, actor_id=world.people[login], now=now or kyiv(18, 42, 5)
            )

    return make


@pytest.fixture
def file(session: Session, world: World) -> Callable[..., Any]:
    """Give a way to file the homestead's night: rooms, guests, when."""

    def make(rooms: int, guests: int, now: datetime, night: date = NIGHT) -> Any:
        command = FileNight(world.facilities["SL-0001"], night, rooms, guests, 0, {})
        with saving(session):
            return file_night(
                session, command, source="cabinet", author_id=world.people["operator"], now=now
            )

    return make
