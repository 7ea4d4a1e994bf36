"""What can be known from outside: meters, laundry, waste, platforms and phones.

Everything goes with the true guests, hidden ones too, and with much else: pools, leaks, tenants,
restaurants open to the street, rooms under repair that a platform shows as taken.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Evidence
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.resort.houses import Houses

Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator
#: House, or "" and community; first and last day of the span; kind; value.
Row = tuple[str, str, int, int, str, float]

LOST = 0.03  # share of readings nobody wrote down


@dataclass(frozen=True)
class Use:
    """What a kind of reading counts: ``bed`` a day for each bed, ``guest`` a day, ``coming`` for
    each arrival, ``winter`` a day and bed in the cold; spread between houses, noise of a reading,
    days between readings, share of houses of which it could be known."""

    bed: float
    guest: float
    coming: float
    winter: float
    houses: float
    noise: float
    days: int
    share: float


USES = {
    "water_m3": Use(0.012, 0.13, 0.02, 0.0, 0.2, 0.06, 30, 0.95),
    "electricity_kwh": Use(0.9, 3.6, 0.5, 1.2, 0.28, 0.09, 30, 0.95),
    "gas_m3": Use(0.1, 0.25, 0.0, 1.1, 0.35, 0.12, 30, 0.35),
    "waste_kg": Use(0.06, 1.0, 0.2, 0.0, 0.3, 0.16, 7, 0.3),
    "laundry_kg": Use(0.0, 0.45, 2.6, 0.0, 0.22, 0.1, 7, 0.4),
}


def observe(
    houses: Houses,
    true: Books,
    others: Numbers,
    open_share: Numbers,
    dates: Dates,
    share: float,
    ids: NDArray[np.str_],
    rng: Rng,
) -> Evidence | None:
    """Readings of the share of what could be known; ``others`` and ``open_share`` see Fortunes."""
    if share <= 0:
        return None
    rows: list[Row] = []
    cold = np.clip(np.cos((dates - dates.astype("M8[Y]")).astype(int) * 2 * np.pi / 365), 0, 1)
    large = np.isin(houses.category, ["hotel", "sanatorium"])
    for kind, use in USES.items():
        of = use.share if kind != "laundry_kg" else use.share * (0.3 + 1.2 * large)
        for row in np.flatnonzero(rng.random(len(houses)) < share * of).tolist():
            daily = _daily(use, houses, true, others, cold, row, rng)
            for first, last, value in _read(daily, use, len(dates), rng):
                rows.append((str(ids[row]), "", first, last, kind, value))
    rows += _reviews(houses, true, share, ids, rng)
    rows += _looks(houses, true, open_share, share, ids, rng)
    rows += _phones(houses, true, share, rng)
    if not rows:
        return None
    who, where, first_day, last_day, kinds, values = (
        list(column) for column in zip(*rows, strict=True)
    )
    return Evidence(
        np.array(who, dtype=np.str_),
        np.array(where, dtype=np.str_),
        dates[np.array(first_day)],
        dates[np.array(last_day)],
        np.array(kinds, dtype=np.str_),
        np.array(values, dtype=np.float64),
    )


def _daily(
    use: Use, houses: Houses, true: Books, others: Numbers, cold: Numbers, row: int, rng: Rng
) -> Numbers:
    """Use of a house on each day, (T,), with what no guest used."""
    beds, span = houses.beds[row], true.guests.shape[1]
    own = np.exp(rng.normal(0.0, use.houses)) * (
        1.35 if houses.category[row] == "sanatorium" else 1
    )
    people = true.guests[row] + 0.8 * others[row]
    daily = own * (use.bed * beds + use.guest * people + use.coming * true.arrivals[row])
    daily = daily + own * use.winter * beds * cold * (0.4 + 0.6 * (people > 0))
    trouble = rng.random()
    if trouble < 0.05:  # a leak, a broken boiler, a building site
        start = rng.integers(0, span)
        daily[start : start + rng.integers(20, 120)] *= rng.uniform(1.3, 2.2)
    elif trouble < 0.13:  # a pool, a bath-house, a restaurant open to the street
        daily += use.guest * beds * rng.uniform(0.1, 0.4)
    elif trouble < 0.18:  # a well, panels on the roof, wood for the stove
        daily *= rng.uniform(0.35, 0.8)
    return daily


def _read(daily: Numbers, use: Use, span: int, rng: Rng) -> list[tuple[int, int, float]]:
    """Readings of a meter: first and last day, both included, and what was used."""
    steps = use.days + (rng.integers(-1, 3, span // use.days + 2) if use.days > 7 else 0)
    edges = int(rng.integers(0, use.days)) + np.concatenate(
        [[0], np.cumsum(np.full(span // use.days + 2, steps))]
    )
    edges = edges[edges <= span]
    if len(edges) < 2:
        return []
    value = np.add.reduceat(np.append(daily, 0.0), edges)[:-1]
    value = value * np.exp(rng.normal(0.0, use.noise, len(value)))
    if rng.random() < 0.04:  # nobody read it: the supplier writes the mean
        value = np.full_like(value, value.mean())
    kept = np.flatnonzero(rng.random(len(value)) >= LOST)
    return [(int(edges[i]), int(edges[i + 1]) - 1, round(float(value[i]), 2)) for i in kept]


def _reviews(
    houses: Houses, true: Books, share: float, ids: NDArray[np.str_], rng: Rng
) -> list[Row]:
    """Reviews of a month: some guests of platforms write one, written down or not."""
    rows: list[Row] = []
    span = true.guests.shape[1]
    for row in np.flatnonzero(rng.random(len(houses)) < 0.75 * share):
        eager = rng.uniform(0.03, 0.1) * (0.4 + houses.listed[row])
        for first in range(0, span - 29, 30):
            came = true.arrivals[row, first : first + 30].sum()
            rows.append(
                (str(ids[row]), "", first, first + 29, "reviews", float(rng.poisson(came * eager)))
            )
    return rows


def _looks(
    houses: Houses,
    true: Books,
    open_share: Numbers,
    share: float,
    ids: NDArray[np.str_],
    rng: Rng,
) -> list[Row]:
    """Rooms that a platform still offers for a night; some houses show it a part only."""
    rows: list[Row] = []
    span = true.guests.shape[1]
    for row in np.flatnonzero(rng.random(len(houses)) < 0.7 * share):
        rooms = houses.rooms[row]
        allotted = rooms if rng.random() < 0.7 else np.ceil(rooms * rng.uniform(0.3, 0.8))
        for night in np.flatnonzero(rng.random(span) < rng.uniform(0.05, 0.2)):
            empty = np.floor(rooms * open_share[row, night]) - true.rooms[row, night]
            empty += rng.binomial(max(int(true.rooms[row, night]), 0), 0.03)  # cancelled by night
            offered = float(np.clip(empty, 0, allotted))
            rows.append((str(ids[row]), "", int(night), int(night), "ota_rooms_available", offered))
    return rows


def _phones(houses: Houses, true: Books, share: float, rng: Rng) -> list[Row]:
    """Nights of strangers' phones in a community and month, guests of friends among them."""
    rows: list[Row] = []
    span = true.guests.shape[1]
    for name in np.unique(houses.community):
        if rng.random() >= share:
            continue
        nights = true.guests[houses.community == name].sum(axis=0)
        private = nights.mean() * rng.uniform(0.2, 0.6)
        for first in range(0, span - 29, 30):
            heard = (nights[first : first + 30] + private).sum() * np.exp(rng.normal(0.0, 0.08))
            rows.append(("", str(name), first, first + 29, "mobile_nights", round(float(heard))))
    return rows
