"""Requests for rooms: who asks, for when, how long before, how many and on whose account."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.resort.fates import Fortunes
from benchmarks.detector.panels.resort.houses import Houses
from benchmarks.detector.panels.resort.places import (
    BUSINESS,
    COURSE,
    GROUP,
    LEISURE,
    LODGER,
    PASSING,
    SEGMENTS,
    Climate,
    wander,
)

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]
Rng = np.random.Generator

LONGEST = 60  # nights of a stay; who stays on comes again
#: Median days between booking and arrival; more at the sea, where summers are planned.
LEAD = {LEISURE: 13, BUSINESS: 4, GROUP: 45, COURSE: 40, LODGER: 2, PASSING: 0}
#: Mean nights of a stay and units it takes, for turning unit-nights into requests.
NIGHTS = {BUSINESS: 1.9, GROUP: 2.6, COURSE: 13.0, LODGER: 22.0, PASSING: 1.15}
UNITS = {LEISURE: 1.1, BUSINESS: 1.0, GROUP: 9.0, COURSE: 1.0, LODGER: 1.2, PASSING: 1.0}
#: Chance of parties of 1 … 6, before those who come alone.
PARTY = {
    LEISURE: (0.0, 0.62, 0.19, 0.14, 0.03, 0.02),
    BUSINESS: (0.0, 0.85, 0.1, 0.05, 0.0, 0.0),
    COURSE: (0.25, 0.63, 0.08, 0.04, 0.0, 0.0),
    LODGER: (0.1, 0.45, 0.25, 0.2, 0.0, 0.0),
    PASSING: (0.1, 0.68, 0.14, 0.08, 0.0, 0.0),
}
ALONE = {LEISURE: 1.0, BUSINESS: 5.5, COURSE: 1.5, LODGER: 2.0, PASSING: 2.0}
#: Share of requests that come straight to the house, where cash is possible.
DIRECT = {BUSINESS: 0.35, GROUP: 0.3, COURSE: 0.35, LODGER: 0.6, PASSING: 0.85}


@dataclass(frozen=True)
class Asks:
    """N requests, each array (N,): house row, day of arrival, nights, people, exempt people,
    segment, days of lead, whether paid in cash at the door, whether nobody comes in the end."""

    house: Places
    day: Places
    nights: Places
    party: Places
    exempt: Places
    segment: Places
    lead: Numbers
    cash: Truths
    absent: Truths

    def __len__(self) -> int:
        return len(self.house)

    def take(self, rows: Places | Truths) -> "Asks":
        """The requests at ``rows``, in that order."""
        return Asks(*(getattr(self, field.name)[rows] for field in fields(self)))


def joined(parts: list[Asks]) -> Asks:
    """All requests of the parts, one part after the other."""
    return Asks(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Asks)))


def asked(houses: Houses, weather: Climate, fortunes: Fortunes, rng: Rng) -> Asks:
    """All requests for the span that were not withdrawn in good time."""
    count, span = fortunes.pull.shape
    own = np.exp(wander(count, span, 0.92, 0.17, rng) + wander(count, span, 0.985, 0.14, rng))
    unit_nights = (houses.load * houses.units.sum(axis=1))[:, None] * own * fortunes.pull
    on_papers = rng.beta(1.2, 2.5, (count, 2))  # who travels on orders; who comes on a voucher
    found = []
    for segment in range(len(SEGMENTS)):
        nights = houses.stay if segment == LEISURE else np.full(count, NIGHTS[segment])
        each = nights * UNITS[segment] * np.where(houses.dorms > 0, 1.5, 1.0)
        if segment == GROUP:
            each = nights * np.minimum(UNITS[segment], 0.4 * houses.units.sum(axis=1))
        rate = unit_nights * houses.shares[:, [segment]] * weather.pull[houses.place, :, segment]
        lumpy = rng.gamma(12.0, 1 / 12.0, (count, span)) if segment != COURSE else 1.0
        displaced = np.zeros_like(rate)
        if segment == LODGER:
            displaced = fortunes.wave * houses.units.sum(axis=1)[:, None]
        calls = rng.poisson((rate * lumpy + displaced) / each[:, None])
        house, day = (
            np.repeat(axis, calls.ravel()) for axis in np.indices(calls.shape).reshape(2, -1)
        )
        fleeing = (
            rng.random(len(house)) < (displaced / np.maximum(rate + displaced, 1e-9))[house, day]
        )
        found.append(_draw(segment, house, day, fleeing, houses, fortunes, on_papers, rng))
    return _withdrawn(joined(found), rng)


def _draw(
    segment: int,
    house: Places,
    day: Places,
    fleeing: Truths,
    houses: Houses,
    fortunes: Fortunes,
    on_papers: Numbers,
    rng: Rng,
) -> Asks:
    many = len(house)
    by_sea = np.array([kind == "sea" for kind in houses.kinds])[houses.place][house]
    nights = np.clip(_nights(segment, houses.stay[house], by_sea, rng), 1, LONGEST)
    if segment == GROUP:
        most = np.maximum(0.7 * houses.beds[house], 5)
        party = np.minimum(6 + rng.gamma(1.6, 8.0, many), np.minimum(most, 48)).astype(np.intp)
    else:
        party = 1 + rng.choice(6, many, p=PARTY[segment])
        alone = (houses.alone + fortunes.alone)[house] * ALONE[segment]
        party[(rng.random(many) < alone) & (party <= 2)] = 1
    lead = LEAD[segment] * np.exp(rng.normal(0.0, 1.0, many)) * np.where(by_sea, 2.0, 1.0)
    if segment == LEISURE:
        straight = rng.random(many) >= houses.listed[house]
    else:
        straight = rng.random(many) < DIRECT[segment]
    cash = straight & (rng.random(many) < houses.cash[house])
    exempt = _exempt(segment, house, party, on_papers, rng)
    exempt = np.where(fleeing, party, exempt)
    some = np.full(many, segment)
    return Asks(
        house, day, nights, party, exempt, some, lead, cash & ~fleeing, np.zeros(many, dtype=bool)
    )


def _nights(segment: int, stay: Numbers, by_sea: Truths, rng: Rng) -> Places:
    many = len(stay)
    if segment == LEISURE:
        nights = 1 + rng.poisson((stay - 1) * rng.gamma(2.5, 1 / 2.5, many))
        whole_week = (rng.random(many) < 0.3) & by_sea
        return np.where(whole_week, 7, nights)
    if segment == GROUP:
        return rng.choice([1, 2, 3, 4, 6], many, p=[0.2, 0.35, 0.25, 0.12, 0.08])
    if segment == COURSE:
        return rng.choice([7, 10, 12, 14, 18, 21], many, p=[0.15, 0.25, 0.15, 0.25, 0.08, 0.12])
    if segment == LODGER:
        return np.round(17 * np.exp(rng.normal(0.0, 0.75, many))).astype(np.intp)
    return np.asarray(rng.geometric(1 / NIGHTS[segment], many), dtype=np.intp)


def _exempt(segment: int, house: Places, party: Places, on_papers: Numbers, rng: Rng) -> Places:
    """People of each party who owe nothing: children, travellers on orders, patients, displaced."""
    many = len(house)
    few: Places = rng.binomial(party, 0.03)
    if segment == LEISURE:
        return few + rng.binomial(np.maximum(party - few - 2, 0), 0.75)
    if segment == BUSINESS:
        return np.where(rng.random(many) < on_papers[house, 0], party, few)
    if segment == GROUP:
        return np.where(rng.random(many) < 0.3, party - np.maximum(party // 12, 1), few)
    if segment == COURSE:
        return np.where(rng.random(many) < on_papers[house, 1], party, few)
    if segment == LODGER:
        return np.where(rng.random(many) < 0.4, party, few)
    return few


def _withdrawn(asks: Asks, rng: Rng) -> Asks:
    """Without those cancelled in time; those cancelled too late to sell again are absent."""
    chance = 0.03 + 0.2 * (1 - np.exp(-asks.lead / 30))
    gone = rng.random(len(asks)) < chance
    late = gone & (rng.random(len(asks)) < 0.2)
    asks.absent[late] = True
    return asks.take(np.flatnonzero(~gone | late))
