"""A town with enough houses that every filing of a long test has a night of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.registry.models import Capacity, Facility
from tests.faults.people import Filing
from tests.support.world import SINCE, SLAVSKE, make_world

#: It is eight in the evening of the next day: every night is over, none was filed.
EVENING = "2026-11-23T18:00:00+00:00"
LAST = date(2026, 11, 22)
HOUSES = 16
#: Who files for business 0 and business 1.
LOGINS = ("operator", "operator2")


def make_town(url: str) -> None:
    """Put the small world and sixteen homesteads into a migrated database, by turns of business."""
    engine = make_engine(url)
    with Session(engine) as session:
        world = make_world(session)
        with saving(session):
            for number in range(HOUSES):
                place = Facility(
                    code=house(number),
                    operator_id=world.operators[number % 2],
                    community_katottg=SLAVSKE,
                    kind="homestead",
                    name=f"Садиба «Одна з багатьох {number}»",
                    address="вул. Вигадана, 2",
                    opened=SINCE,
                )
                session.add(place)
                session.flush()
                session.add(Capacity(facility_id=place.id, valid_from=SINCE, rooms=9, places=30))
    engine.dispose()


def house(number: int) -> str:
    """Return the code of a house."""
    return f"SL-5{number:03d}"


def filings() -> Iterator[Filing]:
    """Yield nights to file, each once, with figures that tell it apart."""
    for number in range(HOUSES * (LAST - SINCE).days):
        rooms = 1 + number % 6
        form = {
            "rooms_occupied": str(rooms),
            "guests_domestic": str(rooms + 1),
            "guests_inbound": "1",
        }
        yield Filing(
            facility=house(number % HOUSES),
            night=LAST - timedelta(days=number // HOUSES),
            key=f"press-{number}",
            rooms=rooms,
            guests=rooms + 2,
            form=tuple(form.items()),
        )
