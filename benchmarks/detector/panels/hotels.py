"""Houses cut from the nights of two real hotels, guest by guest.

From ``real-hotels.csv`` (Antonio, de Almeida & Nunes, Data in Brief 22, 2019, CC BY 4.0): guests
and arrivals of each night give how many left; who leaves is drawn among those who are there. Each
house takes guests of one hotel and one year, each with a chance that wanders slowly: its own
fortunes are the only made-up part. A year is moved by 52 weeks at a time, so that weekdays stay.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels import stays
from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator

YEAR = 364
#: Guests on the first night of the source began their stays before it, so the first weeks are low.
SKIPPED = 35
QUARTERS = 3  # communities around each hotel


def read(path: Path) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
    """Rooms, guests and arrivals of each hotel, night after night, without the first weeks."""
    rows: dict[str, list[tuple[str, float, float, float]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            guests = sum(
                float(line[name]) for name in ("guests_domestic", "guests_inbound", "exempt_MINOR")
            )
            night = (line["date"], float(line["rooms_occupied"]), guests, float(line["arrivals"]))
            rows.setdefault(line["facility_id"], []).append(night)
    found = {}
    for name, nights in rows.items():
        table = np.array([night[1:] for night in sorted(nights)])[SKIPPED:]
        found[name] = (table[:, 0], table[:, 1], table[:, 2])
    return found


def cut(
    hotels: dict[str, tuple[Numbers, Numbers, Numbers]], count: int, span: int, rng: Rng
) -> tuple[Facilities, Books]:
    """``count`` houses of ``span`` <= 364 nights, cut from the hotels."""
    names = sorted(hotels)
    guests_of = {name: stays.told(hotels[name][1], hotels[name][2], rng) for name in names}
    rooms, guests, arrivals = (np.zeros((count, span)) for _ in range(3))
    of, place, places = [], [], []
    for row in range(count):
        name = names[row % len(names)]
        all_rooms, all_guests, _ = hotels[name]
        years = max((len(all_guests) - span) // YEAR + 1, 1)
        begin = YEAR * int(rng.integers(years))
        came, left = guests_of[name]
        chance = np.clip(np.exp(rng.normal(-2.3, 0.6)) * _fortune(len(all_guests), rng), 0, 0.6)
        mine = rng.random(len(came)) < chance[came]
        here, arrived = stays.nights(came[mine], left[mine], len(all_guests))
        window = slice(begin, begin + span)
        guests[row], arrivals[row] = here[window], arrived[window]
        ratio = np.divide(
            all_rooms, all_guests, out=np.full(len(all_rooms), 0.5), where=all_guests > 0
        )
        rooms[row] = np.ceil(guests[row] * np.clip(ratio[window], 0.2, 1.0))
        most = max(np.quantile(rooms[row], 0.995), 2.0)
        place.append(np.ceil(most * rng.uniform(1.0, 1.35)))
        people = max(place[-1] * 2, guests[row].max())
        places.append(np.ceil(people * rng.uniform(1.0, 1.2)))
        of.append(f"{name}-{row % (len(names) * QUARTERS) // len(names)}")
        rooms[row] = np.minimum(rooms[row], place[-1])
    known = Facilities.of(
        [f"r{number:05d}" for number in rng.permutation(count)],
        community=of,
        category=["hotel"] * count,
        rooms=place,
        beds=places,
    )
    return known, Books(rooms, guests, arrivals, np.zeros_like(guests))


def _fortune(span: int, rng: Rng) -> Numbers:
    """A house's own luck around 1, wandering over weeks."""
    steps = rng.normal(0, 0.035, span)
    now, out = rng.normal(0, 0.12), np.empty(span)
    for at in range(span):
        now = 0.97 * now + steps[at]
        out[at] = now
    return np.exp(out)
