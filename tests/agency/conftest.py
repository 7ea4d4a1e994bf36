"""Two communities with one signal each, and the room over them at a fixed moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from occupancy import agency, clock
from occupancy.database import make_engine, saving
from occupancy.scans import queries
from occupancy.scans.services import run_scan
from occupancy.settings import Settings
from occupancy.web.factory import checked, furnish
from tests.scans.region import LAST, NOW, SLAVSKE, make_region, some_nights_empty
from tests.support.apps import running
from tests.support.world import World

#: When the pages are opened: three days after the scan.
OPENED = NOW + timedelta(days=3, hours=6)


@dataclass(frozen=True)
class Region:
    """Facilities by code and the numbers of the two signals."""

    facilities: dict[str, int]
    lviv_flag: int
    slavske_flag: int


@pytest.fixture
def region(database_url: str, world: World) -> Region:
    """Give a scanned region: LG-0003 in Lviv and SG-0002 in Slavske left nights out."""
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        lviv = make_region(session, count=12, nights=70, habit=some_nights_empty({3}), prefix="LG")
        slavske = make_region(
            session,
            count=10,
            nights=70,
            habit=some_nights_empty({2}, 4),
            prefix="SG",
            community=SLAVSKE,
            seed_number=9,
        )
        run_scan(session, first=LAST - timedelta(days=59), last=LAST, now=NOW)
        flags = {flag.facility_id: flag.id for flag in queries.open_flags(session)}
    engine.dispose()
    codes = {f"LG-{number:04}": each for number, each in enumerate(lviv)}
    codes |= {f"SG-{number:04}": each for number, each in enumerate(slavske)}
    return Region(codes, flags[codes["LG-0003"]], flags[codes["SG-0002"]])


@pytest.fixture
def room(
    settings: Settings, world: World, compiled_words: None, compiled_pages: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Give the shared pages with the agency's room alone: other rooms are none of its business."""
    app = furnish(Flask("room", static_folder=None), settings, cookie="nichlih", path="/")
    app.register_blueprint(agency.bp, url_prefix="/agency")
    yield from running(checked(app), compiled_pages)


@pytest.fixture
def visitor(
    room: Flask,
    region: Region,
    sign_in: Callable[[FlaskClient, str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], FlaskClient]:
    """Give ``visitor(login)``: a browser of that person, three days after the scan."""
    monkeypatch.setattr(clock, "_shift", OPENED - datetime.now(UTC))
    return lambda login: sign_in(room.test_client(), login)
