"""A made-up mountain town for journeys: the small world, twelve hotels and their filed nights.

The hotel ``HERO`` belongs to the person «operator» and states every fourth night as empty; all
others state what was. Its neighbours belong to the other business. ``IMPORTED`` are two hotels
whose nights come from a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.clock import KYIV
from occupancy.database import make_engine, saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_nights
from occupancy.registry.commands import RegisterFacility, SetCapacity
from occupancy.registry.services import register_facility, set_capacity
from tests.scans.region import LAST, PLACES, what_was
from tests.support.world import BEGAN, SLAVSKE, World, make_world

#: The evening of the journeys, in Kyiv; the last filed night is the one before.
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=KYIV)
TONIGHT = EVENING.date()
HOTELS, NIGHTS, HIDES_EVERY = 12, 90, 4
HERO = "SG-0003"
HERO_NAME = "Готель «Вигадана полонина»"
#: Made-up names of the hotels, by number.
NAMES = (
    "Тихий потік", "Смерекова брама", "Синя хата", "Вигадана полонина", "Гірська ластівка",
    "Старий млин", "Лісова казка", "Біла скеля", "Над плаєм", "Зоряна криниця",
    "Дика груша", "Верхній ліхтар",
)  # fmt: skip
#: Names of made-up people that stand on pages and papers.
PEOPLE_NAMES = {
    "chief": "Марія Вигадана",
    "inspector": "Оксана Вигадана",
    "inspector2": "Петро Вигаданий",
}
#: code: rooms. The sizes are not published; see the data's own notes.
IMPORTED = {"resort-h1": 200, "city-h2": 230}


@dataclass(frozen=True)
class Town:
    """Where the database stands and who and what is in it."""

    url: str
    world: World
    facilities: dict[str, int]


def build(url: str) -> Town:
    """Fill a migrated, empty database."""
    engine = make_engine(url)
    with Session(engine) as session:
        world = make_world(session)
        with saving(session):
            codes = [f"SG-{number:04}" for number in range(HOTELS)]
            facilities = {code: _hotel(session, world, code) for code in codes}
            facilities |= {code: _hotel(session, world, code) for code in IMPORTED}
            for login, name in PEOPLE_NAMES.items():
                session.get_one(Person, world.people[login]).display_name = name
        with saving(session):
            filed = file_nights(
                session,
                _nights([facilities[code] for code in codes]),
                source="batch",
                author_id=None,
                now=EVENING.astimezone(UTC) - timedelta(hours=9),
                filed_at=lambda night: datetime.combine(night.night, time(21), KYIV),
            )
            assert filed.kept, filed.refused[:3]
    engine.dispose()
    return Town(url, world, world.facilities | facilities)


def _hotel(session: Session, world: World, code: str) -> int:
    rooms = IMPORTED.get(code, PLACES // 2)
    ours = code == HERO or code in IMPORTED
    place = RegisterFacility(
        code=code,
        operator_id=world.operators[0 if ours else 1],
        community=SLAVSKE,
        kind="hotel",
        name=f"Готель «{code if code in IMPORTED else NAMES[int(code[-4:])]}»",
        address="вул. Вигадана, 7",
        stars=3,
        lat=48.85,
        lon=23.45,
        opened=date(2015, 1, 1),
    )
    number = register_facility(session, place, actor="system", now=BEGAN)
    extra = 3 * rooms if code in IMPORTED else 0
    capacity = SetCapacity(number, date(2015, 1, 1), rooms, 2 * rooms, extra)
    set_capacity(session, capacity, actor="system", now=BEGAN)
    return number


def _nights(hotels: list[int]) -> list[FileNight]:
    guests, arrivals = what_was(HOTELS, NIGHTS)
    hero = int(HERO[-4:])
    found = []
    for number, facility_id in enumerate(hotels):
        for night in range(NIGHTS):
            hidden = number == hero and night % HIDES_EVERY == 0
            stayed = 0 if hidden else int(guests[number, night])
            inbound = stayed // 5
            found.append(
                FileNight(
                    facility_id=facility_id,
                    night=LAST - timedelta(days=NIGHTS - 1 - night),
                    rooms_occupied=(stayed + 1) // 2,
                    domestic=stayed - inbound,
                    inbound=inbound,
                    arrivals=min(int(arrivals[number, night]), stayed),
                )
            )
    return found


def copied(town: Town, path: Path, copy: Callable[[str, str], object]) -> Town:
    """Return the same town in a copy of its SQLite file at ``path``."""
    copy(town.url.removeprefix("sqlite:///"), str(path))
    return Town(f"sqlite:///{path}", town.world, town.facilities)
