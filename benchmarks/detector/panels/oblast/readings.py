"""What meters, platforms, guests and telephones tell of a house from outside."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from anomaly import Evidence
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.oblast.houses import Houses

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]

#: Litres of a guest-night, and of a day per bed whoever is there (cleaning, kitchen, baths).
LITRES = {
    "hotel": (150.0, 30.0),
    "sanatorium": (260.0, 70.0),
    "homestead": (120.0, 14.0),
    "hostel": (85.0, 9.0),
    "motel": (125.0, 25.0),
    "camp": (110.0, 22.0),
}
KWH_GUEST, KWH_ROOM = 4.5, 5.5  # of a guest-night, and of a day per room
WINTER = 0.8  # more of the latter at the coldest, where heating is electric
WELL, LISTED, METERED = 0.22, 0.72, 0.9  # own well; on a platform; own electricity meter
LOOKS = 8.0  # days between two looks at a platform
LOST = 0.05  # of the readings


@dataclass
class _Notes:
    """Readings as they come in."""

    rows: list[tuple[str, str, np.datetime64, np.datetime64, str, float]] = field(
        default_factory=list
    )

    def add(
        self,
        house: str,
        place: str,
        first: np.datetime64,
        last: np.datetime64,
        kind: str,
        value: float,
    ) -> None:
        self.rows.append((house, place, first, last, kind, value))


def observe(
    houses: Houses, true: Books, rooms: Numbers, dates: Dates, share: float, rng: Rng
) -> Evidence | None:
    """A ``share`` (0 … 1) of what could be known; ``rooms`` (F, T) are those to sell.

    None if nothing is known.
    """
    notes = _Notes()
    if share > 0:
        for row in range(len(houses)):
            known = rng.random(4) < share * np.array([1 - WELL, METERED, LISTED, LISTED])
            _water(notes, houses, true, row, dates, bool(known[0]), rng)
            _power(notes, houses, true, row, dates, bool(known[1]), rng)
            _platform(notes, houses, true, rooms, row, dates, bool(known[2]), rng)
            _reviews(notes, houses, true, row, dates, bool(known[3]), rng)
        _telephones(notes, houses, true, dates, share, rng)
    kept = [one for one in notes.rows if rng.random() >= LOST]
    if not kept:
        return None
    house, place, first, last, kind, value = zip(*kept, strict=True)
    return Evidence(
        facility_id=np.array(house, dtype=np.str_),
        community=np.array(place, dtype=np.str_),
        date_from=np.array(first, dtype="M8[D]"),
        date_to=np.array(last, dtype="M8[D]"),
        kind=np.array(kind, dtype=np.str_),
        value=np.array(value, dtype=float),
    )


def months(dates: Dates) -> list[slice]:
    """Nights of each calendar month; the first and the last may be cut off."""
    edges = np.flatnonzero(np.diff(dates.astype("M8[M]").astype(int))) + 1
    bounds = [0, *edges.tolist(), len(dates)]
    return [slice(first, last) for first, last in pairwise(bounds)]


def _water(
    notes: _Notes, houses: Houses, true: Books, row: int, dates: Dates, known: bool, rng: Rng
) -> None:
    """A meter read each month: guests, upkeep, strangers in the restaurant, gardens, leaks."""
    name, place, kind = _who(houses, row)
    each, idle = (litres * np.exp(0.2 * rng.normal()) for litres in LITRES[kind])
    strangers = houses.beds[row] * rng.exponential(12.0)
    garden = houses.beds[row] * rng.exponential(12.0) * (rng.random() < 0.5)
    error = rng.uniform(0.04, 0.12)
    for when in months(dates):
        days = when.stop - when.start
        summer = 4 < int(dates[when.start].astype("M8[M]").astype(int)) % 12 + 1 < 10
        litres = each * true.guests[row, when].sum()
        litres += days * (idle * houses.beds[row] + strangers + garden * summer)
        litres *= np.exp(error * rng.normal()) * (
            rng.uniform(1.3, 2.5) if rng.random() < 0.02 else 1
        )
        if known:
            value = round(float(litres) / 1000, 1)
            notes.add(name, place, dates[when][0], dates[when][-1], "water_m3", value)


def _power(
    notes: _Notes, houses: Houses, true: Books, row: int, dates: Dates, known: bool, rng: Rng
) -> None:
    """Electricity of a month: much of it does not ask for guests, and in power cuts a generator
    gives what the meter does not see."""
    name, place, _ = _who(houses, row)
    each, idle = KWH_GUEST * np.exp(0.3 * rng.normal()), KWH_ROOM * np.exp(0.35 * rng.normal())
    heated = WINTER * (rng.random() < 0.35)
    cuts = rng.uniform(0.0, 0.35)
    for when in months(dates):
        days = when.stop - when.start
        turn = np.cos(2 * np.pi * (int(dates[when.start].astype("M8[M]").astype(int)) % 12) / 12)
        load = each * true.guests[row, when].sum()
        load += days * houses.rooms[row] * idle * (1 + heated * max(turn, 0))
        load *= (1 - cuts * max(turn, 0) * rng.random()) * np.exp(0.09 * rng.normal())
        if known:
            value = round(float(load), 0)
            notes.add(name, place, dates[when][0], dates[when][-1], "electricity_kwh", value)


def _platform(
    notes: _Notes,
    houses: Houses,
    true: Books,
    rooms: Numbers,
    row: int,
    dates: Dates,
    known: bool,
    rng: Rng,
) -> None:
    """Free rooms that a platform shows on some afternoons: of those it is given, late-comers not
    yet in, a closed house shows none."""
    name, place, _ = _who(houses, row)
    given = 1.0 if rng.random() < 0.4 else rng.uniform(0.35, 1.0)
    late = rng.uniform(0.0, 0.3)
    night = int(rng.integers(int(LOOKS)))
    while night < len(dates):
        taken = true.rooms[row, night]
        coming = min(true.arrivals[row, night] / 2, taken)
        seen = rooms[row, night] - taken + rng.binomial(int(coming), late)
        value = float(np.floor(np.clip(seen, 0, np.ceil(given * houses.rooms[row]))))
        if known:
            notes.add(name, place, dates[night], dates[night], "ota_rooms_available", value)
        night += 1 + int(rng.poisson(LOOKS - 1))


def _reviews(
    notes: _Notes, houses: Houses, true: Books, row: int, dates: Dates, known: bool, rng: Rng
) -> None:
    """Reviews of a month: a few of a hundred who came, each house's own share."""
    name, place, _ = _who(houses, row)
    part = 0.035 * np.exp(0.5 * rng.normal())
    for when in months(dates):
        value = float(rng.poisson(part * true.arrivals[row, when].sum()))
        if known:
            notes.add(name, place, dates[when][0], dates[when][-1], "reviews", value)


def _telephones(
    notes: _Notes, houses: Houses, true: Books, dates: Dates, share: float, rng: Rng
) -> None:
    """Strangers' telephones at night in a community, by the week; relatives' guests among them."""
    where = houses.facilities.community
    for place in np.unique(where).tolist():
        guests = true.guests[where == place].sum(axis=0)
        seen = rng.uniform(0.25, 0.45)
        others = guests.mean() * rng.uniform(0.3, 1.5)
        known = rng.random() < share
        for start in range(0, len(dates) - 6, 7):
            mean = seen * (guests[start : start + 7].mean() + others * np.exp(0.1 * rng.normal()))
            if known:
                value = float(rng.poisson(mean))
                notes.add("", place, dates[start], dates[start + 6], "mobile_visitors", value)


def _who(houses: Houses, row: int) -> tuple[str, str, str]:
    known = houses.facilities
    return str(known.facility_id[row]), str(known.community[row]), str(known.category[row])
