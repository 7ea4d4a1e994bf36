"""Parties that ask for a bed: gamma-Poisson arrivals by house, kind of party and night."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.oblast.calendar import Calendar, drift
from benchmarks.detector.panels.oblast.fates import Fates
from benchmarks.detector.panels.oblast.houses import Houses
from benchmarks.detector.panels.oblast.parties import Parties, together
from benchmarks.detector.panels.oblast.places import PLACES
from benchmarks.detector.panels.oblast.segments import NUMBER, SEGMENTS, Segment, draw

Rng = np.random.Generator
Numbers = NDArray[np.float64]

SLOW, QUICK = (0.22, 35.0), (0.14, 3.5)  # fortune of a house: spread of the logarithm, days
FRIDAY = 4
LARGEST = 0.6  # of the beds, a party may ask for


def ask(houses: Houses, calendar: Calendar, fates: Fates, rng: Rng) -> Parties:
    """All parties that would come to each house, whether or not there is room for them."""
    nights = len(calendar.dates)
    names = [place.name for place in PLACES]
    where = np.array([names.index(one) for one in houses.facilities.community])
    shape = (len(houses), nights)
    fortune = np.exp(drift(shape, *SLOW, rng) + drift(shape, *QUICK, rng))
    leisure = np.where(calendar.feast, FRIDAY, calendar.weekday)
    several = []
    for number, segment in enumerate(SEGMENTS):
        week = np.array(segment.week) * houses.tilt
        week /= week.mean(axis=1, keepdims=True)
        pull = calendar.pull[where, number] ** houses.swing[:, None]
        day = leisure if segment.season >= 0.5 else calendar.weekday
        rate = pull * fortune * week[:, day] * fates.pull[:, number]
        rate *= (houses.level * houses.rooms * houses.mix[:, number])[:, None]
        rate /= segment.mean_stay * _rooms_of_one(houses, segment)[:, None]
        rate *= rng.gamma(segment.burst, 1 / segment.burst, rate.shape)
        several.append(_come(houses, number, rng.poisson(rate), rng))
    return together(several)


def _rooms_of_one(houses: Houses, segment: Segment) -> Numbers:
    """Rooms that a party of the kind takes in each house, (F,); in dormitories parts of one."""
    bed_room = houses.beds / houses.rooms
    shares = np.array(list(segment.sizes.values()))
    sizes = np.array(list(segment.sizes), dtype=float)
    fitting = np.minimum(sizes, np.maximum(np.floor(LARGEST * houses.beds[:, None]), 1))
    rooms = np.ceil(fitting / segment.per_room)
    rooms = np.where(houses.dorm[:, None] > 0, fitting / bed_room[:, None], rooms)
    mean: Numbers = (rooms * shares).sum(axis=1) / shares.sum()
    return mean


def _come(houses: Houses, number: int, counts: NDArray[np.int64], rng: Rng) -> Parties:
    segment = SEGMENTS[number]
    house, night = (
        np.repeat(axis, counts.ravel()) for axis in np.indices(counts.shape).reshape(2, -1)
    )
    total = len(house)
    guests = draw(segment.sizes, total, rng)
    if number in (NUMBER["group"], NUMBER["shift"]):
        guests = guests + rng.integers(-2, 3, total)
    most = np.maximum(np.floor(LARGEST * houses.beds), 1).astype(np.intp)
    guests = np.minimum(guests, most[house])
    rooms = np.ceil(guests / segment.per_room).astype(np.intp)
    cash = np.minimum(segment.cash * houses.cash, 0.92)[house]
    return Parties(
        house=house,
        night=night,
        stay=draw(segment.stays, total, rng),
        rooms=np.where(houses.dorm[house] > 0, 0, rooms),
        guests=guests,
        exempt=rng.binomial(guests, _exempt(segment, total, rng)).astype(np.intp),
        segment=np.full(total, number, dtype=np.intp),
        cash=rng.random(total) < cash,
        lead=rng.exponential(segment.lead, total),
    )


def _exempt(segment: Segment, total: int, rng: Rng) -> Numbers:
    """Exempt guests come in families: some parties are all of them, many none."""
    return rng.beta(2 * segment.exempt, 2 * (1 - segment.exempt), total)
