"""What would be known from outside of houses whose truth is known: readings and visits."""

import numpy as np
from numpy.typing import NDArray

from anomaly import Checks, Evidence, Facilities
from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator

MONTH = np.timedelta64(1, "M")


def observe(
    known: Facilities, true: Books, dates: NDArray[np.datetime64], share: float, rng: Rng
) -> Evidence | None:
    """Readings for about ``share`` of the houses (0 … 1), of some kinds each; None for 0.

    Monthly water and power (own use per guest, fixed use, a garden or a heater in season, an error
    of the meter, now and then a large leak), weekly looks at a booking platform where a house shows
    a part of its rooms, monthly counts of reviews, weekly phones in the community.
    """
    if share <= 0:
        return None
    rows: list[tuple[str, str, np.datetime64, np.datetime64, str, float]] = []
    months = _months(dates)
    for at, name in enumerate(known.facility_id):
        guests, rooms = true.guests[at], true.rooms[at]
        place = float(np.nanmax([known.rooms[at], 1.0]))
        if rng.random() < share:
            rows += _metered(str(name), "water_m3", guests, months, dates, place * 0.012, 0.16, rng)
        if rng.random() < 0.8 * share:
            rows += _metered(str(name), "electricity_kwh", guests, months, dates, place, 4.5, rng)
        if rng.random() < 0.6 * share and not np.isnan(rooms).any():
            shown = rng.uniform(0.4, 1.0)
            for day in range(int(rng.integers(7)), len(dates), 7):
                free = rng.binomial(int(max(place - rooms[day], 0)), shown)
                rows.append(
                    (str(name), "", dates[day], dates[day], "ota_rooms_available", float(free))
                )
        if rng.random() < 0.5 * share:
            rate = 0.02 * rng.lognormal(0, 0.5)
            for first, last in months:
                count = rng.poisson(rate * guests[first : last + 1].sum())
                rows.append((str(name), "", dates[first], dates[last], "reviews", float(count)))
    for place_name in np.unique(known.community):
        total = true.guests[known.community == place_name].sum(axis=0)
        for first in range(0, len(dates) - 6, 7):
            phones = total[first : first + 7].sum() * 1.4 * rng.lognormal(0, 0.06)
            span = (dates[first], dates[first + 6])
            rows.append(("", str(place_name), *span, "mobile_visitors", float(np.round(phones))))
    columns = list(zip(*rows, strict=True))
    return Evidence(
        np.array(columns[0], dtype=np.str_),
        np.array(columns[1], dtype=np.str_),
        np.array(columns[2], dtype="M8[D]"),
        np.array(columns[3], dtype="M8[D]"),
        np.array(columns[4], dtype=np.str_),
        np.array(columns[5], dtype=float),
    )


def visit(
    known: Facilities, true: Books, dates: NDArray[np.datetime64], share: float, rng: Rng
) -> Checks | None:
    """Visits to about ``share`` of the houses, drawn at random, one to three nights each.

    An inspector misses a guest in fifty. None for 0.
    """
    if share <= 0:
        return None
    rows = []
    for at in np.flatnonzero(rng.random(len(known)) < share):
        for day in rng.choice(len(dates), size=int(rng.integers(1, 4)), replace=False):
            seen = float(rng.binomial(int(true.guests[at, day]), 0.98))
            rows.append((str(known.facility_id[at]), dates[day], seen, "random", share))
    if not rows:
        return None
    columns = list(zip(*rows, strict=True))
    return Checks(
        np.array(columns[0], dtype=np.str_),
        np.array(columns[1], dtype="M8[D]"),
        np.array(columns[2], dtype=float),
        np.array(columns[3], dtype=np.str_),
        np.array(columns[4], dtype=float),
    )


def _months(dates: NDArray[np.datetime64]) -> list[tuple[int, int]]:
    """First and last night of each calendar month that lies wholly inside."""
    month = dates.astype("M8[M]")
    spans = []
    for one in np.unique(month):
        days = np.flatnonzero(month == one)
        if len(days) == int(((one + MONTH).astype("M8[D]") - one.astype("M8[D]")).astype(int)):
            spans.append((int(days[0]), int(days[-1])))
    return spans


def _metered(
    name: str,
    kind: str,
    guests: Numbers,
    months: list[tuple[int, int]],
    dates: NDArray[np.datetime64],
    fixed: float,
    each: float,
    rng: Rng,
) -> list[tuple[str, str, np.datetime64, np.datetime64, str, float]]:
    """One meter, read monthly: ``fixed`` a day and ``each`` a guest-night, both the house's own."""
    fixed *= rng.lognormal(0, 0.5)
    each *= rng.lognormal(0, 0.3)
    seasonal = rng.uniform(0.0, 1.5) if rng.random() < 0.4 else 0.0
    peak = 1 if kind == "electricity_kwh" else 7
    rows = []
    for first, last in months:
        days = last - first + 1
        month = int(dates[first].astype("M8[M]").astype(int)) % 12 + 1
        season = 1 + seasonal * max(np.cos(2 * np.pi * (month - peak) / 12), 0.0)
        used = fixed * days * season + each * guests[first : last + 1].sum()
        used *= rng.lognormal(0, 0.08) * (rng.uniform(1.3, 2.5) if rng.random() < 0.01 else 1.0)
        rows.append((name, "", dates[first], dates[last], kind, round(float(used), 1)))
    return rows
