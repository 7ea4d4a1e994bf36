"""A small world in the test's database, and a night to file in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from occupancy.filings.commands import FileNight
from tests.support.world import World, make_world

NIGHT = date(2026, 11, 23)
#: 21:00 in Kyiv: the night is open, the published hour (22:00) has not come.
EVENING = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def world(session: Session) -> World:
    """Give the numbers of a small world in the session's database."""
    return make_world(session)


@pytest.fixture
def homestead(world: World) -> Callable[..., FileNight]:
    """Give a maker of nights of a homestead in Slavske: 7 rooms, 18 + 2 places, a flat rate."""

    def make(**changed: Any) -> FileNight:
        plain = FileNight(world.facilities["SL-0001"], NIGHT, 3, 6, 1, {"MINOR": 1})
        return replace(plain, **changed)

    return make
