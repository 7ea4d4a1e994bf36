"""Evidence of a made-up town: what metres, platforms and telephones would show of the TRUTH.

Readings follow who was there, never what was declared, and are as poor as real ones: every house
has its own use per guest, its own base, its garden; readings are lost.

Water: 0.08 to 0.35 m3 a guest-night and a base by room and day (Goessling et al., "Tourism and
water use", Tourism Management 33 (2012), 1-15, give 0.084 to 2 m3 over the world, about 0.3 in
Europe's hotels). Electricity: 3 to 15 kWh a guest-night over a base of 1 to 4 kWh a room and day;
in a third of houses heating adds up to 12 kWh a room and day in winter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import Calendar
from anomaly.outside import Evidence
from anomaly.panel import Facilities
from anomaly.simulate.world import World

Numbers = NDArray[np.float64]
Spans = NDArray[np.intp]  # (M, 2): first night and the night after the last


@dataclass(frozen=True)
class Truth:
    """What was: rooms, guests, arrivals, each (F, T), in facilities as they are (all known)."""

    known: Facilities
    nights: Calendar
    rooms: Numbers
    guests: Numbers
    arrivals: Numbers


Rows = tuple[NDArray[np.intp], Spans, Numbers]  # house (or community), span and value


def readings(world: World, truth: Truth, rng: np.random.Generator) -> Evidence | None:
    """All evidence of a town, ordered by kind, house and day; None where there is none."""
    known = truth.known
    found: list[tuple[str, bool, Rows]] = []
    for kind, share, make in (
        ("water_m3", world.water, _water),
        ("electricity_kwh", world.electricity, _electricity),
        ("ota_rooms_available", world.ota, _rooms_shown),
        ("reviews", world.reviews, _reviews),
    ):
        has = np.flatnonzero(rng.random(len(known)) < share)
        if len(has):
            found.append((kind, False, make(world, truth, has, rng)))
    towns = np.unique(known.community)
    has = np.flatnonzero(rng.random(len(towns)) < world.mobile)
    if len(has):
        found.append(("mobile_visitors", True, _visitors(truth, towns, has, rng)))
    ids, places, start, stop, kinds, values = [], [], [], [], [], []
    for kind, shared, (who, span, value) in found:
        kept = rng.random(len(value)) >= world.gaps
        who, span, value = who[kept], span[kept], value[kept]
        ids.append(np.full(len(who), "") if shared else known.facility_id[who])
        places.append(towns[who] if shared else known.community[who])
        start.append(truth.nights.dates[span[:, 0]])
        stop.append(truth.nights.dates[span[:, 1] - 1])
        kinds.append(np.full(len(who), kind))
        values.append(value)
    if not sum(map(len, values)):
        return None
    return Evidence(*(np.concatenate(one) for one in (ids, places, start, stop, kinds, values)))


def months(nights: Calendar, reading_day: int) -> Spans:
    """Whole months between two readings on ``reading_day`` (1 … 28) inside the panel, (M, 2)."""
    month = nights.dates.astype("datetime64[M]").astype("datetime64[D]")
    at = np.flatnonzero((nights.dates - month).astype(int) == reading_day - 1)
    return np.stack([at[:-1], at[1:]], axis=1)


def _sums(sheet: Numbers, span: Spans) -> Numbers:
    """Sum each row of ``sheet`` (N, T) over each span, (N, M)."""
    total = np.concatenate([np.zeros((len(sheet), 1)), np.cumsum(sheet, axis=1)], axis=1)
    return np.asarray(total[:, span[:, 1]] - total[:, span[:, 0]])


def _long(has: NDArray[np.intp], span: Spans, value: Numbers) -> Rows:
    """Lay (N, M) values out row by row."""
    return np.repeat(has, len(span)), np.tile(span, (len(has), 1)), value.ravel()


def _warmth(nights: Calendar) -> Numbers:
    """-1 in mid January to 1 in mid July, (T,)."""
    of_year = 2 * np.pi * (nights.dates.astype(np.int64) - 15) / 365.25
    return -np.cos(of_year)


def _metre(world: World, by_night: Numbers, span: Spans, rng: np.random.Generator) -> Numbers:
    shape = (len(by_night), len(span))
    leak = np.where(rng.random(shape) < world.leaks, rng.uniform(1.3, 3.0, shape), 1.0)
    noise = leak * rng.lognormal(0, world.metre_noise, shape)
    return np.round(_sums(by_night, span) * noise, 1)


def _water(world: World, truth: Truth, has: NDArray[np.intp], rng: np.random.Generator) -> Rows:
    column, size = (len(has), 1), truth.known.rooms[has][:, None]
    per_guest = rng.uniform(0.08, 0.35) * rng.lognormal(0, world.house_factor, column)
    base = rng.uniform(0.01, 0.12, column) * size
    garden = rng.uniform(0.0, 0.3, column) * (rng.random(column) < 0.3) * size
    use = (
        base + garden * np.maximum(_warmth(truth.nights), 0.0) ** 2 + per_guest * truth.guests[has]
    )
    span = months(truth.nights, int(rng.integers(1, 29)))
    return _long(has, span, _metre(world, use, span, rng))


def _electricity(
    world: World, truth: Truth, has: NDArray[np.intp], rng: np.random.Generator
) -> Rows:
    column, size = (len(has), 1), truth.known.rooms[has][:, None]
    per_guest = rng.uniform(3.0, 15.0) * rng.lognormal(0, world.house_factor, column)
    base = rng.uniform(1.0, 4.0, column) * size
    heating = rng.uniform(2.0, 12.0, column) * (rng.random(column) < 0.35) * size
    use = base + heating * np.maximum(-_warmth(truth.nights), 0.0) + per_guest * truth.guests[has]
    span = months(truth.nights, int(rng.integers(1, 29)))
    return _long(has, span, _metre(world, use, span, rng))


def _rooms_shown(
    world: World, truth: Truth, has: NDArray[np.intp], rng: np.random.Generator
) -> Rows:
    """Rooms a platform shows free: at most the allotment, a few held back, now and then none."""
    every = 1 if rng.random() < 0.3 else 7
    night = np.arange(int(rng.integers(0, every)), len(truth.nights.dates), every)
    shape, size = (len(has), len(night)), truth.known.rooms[has][:, None]
    allotment = np.maximum(np.round(size * rng.uniform(0.25, 1.0, (len(has), 1))), 1.0)
    free = np.maximum(size - truth.rooms[has][:, night], 0.0)
    held = rng.poisson(0.05 * size, shape)
    shown = np.clip(free - held, 0.0, allotment) * (rng.random(shape) >= 0.04)
    return _long(has, np.stack([night, night + 1], axis=1), np.asarray(shown, np.float64))


def _reviews(world: World, truth: Truth, has: NDArray[np.intp], rng: np.random.Generator) -> Rows:
    """Reviews of a month: 1 to 8 % of those who came in it or late in the one before."""
    rate = rng.uniform(0.01, 0.08) * rng.lognormal(0, world.house_factor, (len(has), 1))
    late = int(rng.integers(3, 15))
    came = np.concatenate([truth.arrivals[has][:, :1].repeat(late, axis=1), truth.arrivals[has]], 1)
    span = months(truth.nights, 1)
    mean = rate * _sums(came[:, : len(truth.nights.dates)], span)
    return _long(has, span, rng.poisson(mean).astype(float))


def _visitors(
    truth: Truth, towns: NDArray[np.str_], has: NDArray[np.intp], rng: np.random.Generator
) -> Rows:
    """Telephones from elsewhere in a community by week: its guests and those who stay privately."""
    weeks = np.arange(0, len(truth.nights.dates) - 6, 7)
    span = np.stack([weeks, weeks + 7], axis=1)
    town_of = np.searchsorted(towns, truth.known.community)
    guests = np.array([truth.guests[town_of == town].sum(axis=0) for town in has])
    seen = _sums(guests, span)
    private = rng.uniform(0.1, 1.0, (len(has), 1)) * seen.mean(axis=1, keepdims=True)
    private = private * rng.lognormal(0, 0.15, seen.shape)
    share = rng.uniform(0.2, 0.6)  # of telephones are this operator's
    return _long(has, span, np.round(share * (seen + private) * rng.lognormal(0, 0.05, seen.shape)))
