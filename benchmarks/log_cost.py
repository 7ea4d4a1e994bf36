"""What the log adds to a filing on SQLite, every commit synced to the disk.

Two databases stand side by side on one disk. The same nights are filed in both by the service that
pages use, in turns; in one of them the deed is not recorded. What differs is the cost of the log.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, Recorded
from occupancy.database import make_engine, saving, upgrade
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night, nights
from occupancy.registry.models import Capacity, Facility, Operator
from occupancy.registry.seed import seed_reference

SLAVSKE = "UA46100210000027970"
#: Filings in each database; the first ones only warm the caches.
FILINGS, WARM = 400, 50
#: Most milliseconds that the log may add to the median filing.
LIMIT = 5.0
SINCE = date(2024, 1, 1)
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def measure(filings: int = FILINGS) -> dict[str, Any]:
    """Return medians and 95th percentiles in milliseconds, with and without the log."""
    with TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        logged = _town(Path(folder) / "logged.sqlite")
        plain = _town(Path(folder) / "plain.sqlite")
        took: dict[str, list[float]] = {"logged": [], "plain": []}
        for number in range(WARM + filings):
            one = _filing(number)
            # In turns, and each first every second time: a slow moment of the disk hits both.
            for kind in ("logged", "plain") if number % 2 else ("plain", "logged"):
                if kind == "logged":
                    milliseconds = _file(logged, one)
                else:
                    with _unlogged():
                        milliseconds = _file(plain, one)
                if number >= WARM:
                    took[kind].append(milliseconds)
        logged.dispose()
        plain.dispose()
    added = statistics.median(took["logged"]) - statistics.median(took["plain"])
    return {
        "ours": round(added, 2),
        "limit": LIMIT,
        "unit": "ms added to the median filing",
        "filings": filings,
        **{f"{kind}_median": round(statistics.median(each), 2) for kind, each in took.items()},
        **{
            f"{kind}_p95": round(statistics.quantiles(each, n=20)[-1], 2)
            for kind, each in took.items()
        },
        "met": added <= LIMIT,
    }


def _town(path: Path) -> Engine:
    url = f"sqlite:///{path}"
    upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session, saving(session):
        seed_reference(session, now=NOW)
        business = Operator(name="ТОВ «Міряне»", tax_code="32855961", tax_code_kind="edrpou")
        session.add(business)
        session.flush()
        place = Facility(
            code="SL-0001",
            operator_id=business.id,
            community_katottg=SLAVSKE,
            kind="homestead",
            name="Садиба «Міряна»",
            address="вул. Вигадана, 1",
            opened=SINCE,
        )
        session.add(place)
        session.flush()
        session.add(Capacity(facility_id=place.id, valid_from=SINCE, rooms=9, places=30))
    return engine


def _filing(number: int) -> FileNight:
    rooms = 1 + number % 9
    night = NOW.date() - timedelta(days=1 + number)
    return FileNight(1, night, rooms, rooms + 1, 1, idempotency_key=f"press-{number}")


def _file(engine: Engine, filing: FileNight) -> float:
    """File a night in a transaction of its own; return how many milliseconds it took."""
    began = time.perf_counter()
    with Session(engine) as session, saving(session):
        file_night(session, filing, source="benchmark", author_id=None, now=NOW)
    return (time.perf_counter() - began) * 1000


_places = count()


@contextmanager
def _unlogged() -> Iterator[None]:
    """Let the service file without recording the deed; places in the log are made up."""
    real = nights.audit.record

    def nothing(session: Session, deed: Deed, *, actor: str, now: datetime) -> Recorded:
        return Recorded(next(_places), now, "00" * 32)

    nights.audit.record = nothing
    try:
        yield
    finally:
        nights.audit.record = real
