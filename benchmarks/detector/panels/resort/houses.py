"""Houses of the mix, from a homestead of three rooms to a hotel of 120, and their registers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.resort.places import (
    BUSINESS,
    COURSE,
    GROUP,
    LODGER,
    PASSING,
    PLACES,
)

Numbers = NDArray[np.float64]
Text = NDArray[np.str_]
Rng = np.random.Generator

#: Rooms of a category: median, spread of its logarithm, least, most; kinds of units see ``Houses``.
ROOMS = {
    "hotel": (26, 0.7, 8, 120),
    "hostel": (6, 0.45, 2, 16),
    "apartment": (4, 0.7, 1, 24),
    "guesthouse": (7, 0.45, 3, 22),
    "sanatorium": (60, 0.4, 25, 120),
}
#: What a category adds to the shares of segments of its place, in segments' order.
LEANS = {
    "hotel": (1.0, 1.3, 1.5, 0.2, 0.7, 1.0),
    "hostel": (0.9, 0.6, 1.4, 0.0, 2.0, 1.6),
    "apartment": (1.2, 0.7, 0.1, 0.1, 1.3, 0.6),
    "guesthouse": (1.2, 0.4, 0.5, 0.1, 0.9, 0.9),
    "sanatorium": (0.5, 0.2, 1.3, 2.6, 0.8, 0.1),
}
SMALL_FOR_GROUPS = 8  # rooms


@dataclass(frozen=True)
class Houses:
    """F houses as they are, each array (F,) unless said.

    ``place`` (F,): row of the community · ``units`` (F, 2): what can be sold of each kind: double
    rooms (in hostels beds of dormitories) and family rooms (in hostels double rooms) · ``sleeps``
    (F, 2): people in a unit · ``dorms``: dormitories, of ``dorm_beds`` each · ``load``: units asked
    for per unit and night · ``shares`` (F, S): of segments · ``stay``: mean nights of leisure ·
    ``listed``: share of leisure from platforms · ``cash``: share of direct guests who pay in cash ·
    ``alone``: chance that a double room is taken by one.
    """

    community: Text
    kinds: list[str]
    place: NDArray[np.intp]
    category: Text
    stars: Numbers
    units: Numbers
    sleeps: Numbers
    dorms: Numbers
    dorm_beds: Numbers
    load: Numbers
    shares: Numbers
    stay: Numbers
    listed: Numbers
    cash: Numbers
    alone: Numbers

    def __len__(self) -> int:
        return len(self.community)

    @property
    def rooms(self) -> Numbers:
        """Rooms there are, a dormitory being one, (F,)."""
        hostel = self.dorms > 0
        return np.where(hostel, self.dorms, self.units[:, 0]) + self.units[:, 1]

    @property
    def beds(self) -> Numbers:
        """People whom all units sleep, (F,)."""
        return np.asarray((self.units * self.sleeps).sum(axis=1))


def build(count: int, rng: Rng) -> Houses:
    """Houses in five to nine communities, fewer where there are few houses."""
    towns = int(np.clip(rng.integers(5, 10), 1, max(count // 4, 1)))
    every = list(PLACES)
    kinds = [every[i] for i in rng.permutation(len(every))][:towns]
    kinds += [every[i] for i in rng.integers(0, len(every), towns - len(kinds))]
    weight = rng.dirichlet(np.full(towns, 3.0)) * 0.8 + 0.2 / towns
    place = np.sort(rng.choice(towns, count, p=weight / weight.sum()))
    names = np.array([f"resort-{kind}-{row + 1}" for row, kind in enumerate(kinds)])
    category = np.array([_category(kinds[town], rng) for town in place])
    units, sleeps, dorms, dorm_beds = _units(category, rng)
    shares = np.array(
        [_shares(kinds[p], str(c), rng) for p, c in zip(place, category, strict=True)]
    )
    rooms = np.where(dorms > 0, dorms, units[:, 0]) + units[:, 1]
    shares[rooms < SMALL_FOR_GROUPS, GROUP] = 0.0
    shares /= shares.sum(axis=1, keepdims=True)
    load = np.array([PLACES[kinds[town]].load for town in place])
    homely = np.isin(category, ["apartment", "guesthouse"])
    known = np.clip(rooms / 20, 0.5, 5) ** 0.13  # large houses have salesmen
    load = load * known * np.exp(rng.normal(0.06 - 0.2 * homely, 0.33, count))
    stay = np.array([PLACES[kinds[town]].stay for town in place])
    return Houses(
        community=names[place],
        kinds=kinds,
        place=place,
        category=category,
        stars=_stars(category, rng),
        units=units,
        sleeps=sleeps,
        dorms=dorms,
        dorm_beds=dorm_beds,
        load=np.clip(load, 0.12, 1.3),
        shares=shares,
        stay=np.clip(stay * np.exp(rng.normal(0.0, 0.15, count)), 1.3, 9.0),
        listed=np.clip(rng.beta(2.5, 2.5, count), 0.05, 0.9),
        cash=np.clip(rng.beta(2.5, 2.0, count) * np.where(homely, 1.2, 0.9), 0.1, 0.97),
        alone=np.clip(rng.normal(0.14, 0.06, count), 0.03, 0.4),
    )


def _category(kind: str, rng: Rng) -> str:
    parts = PLACES[kind].categories
    weight = np.array(list(parts.values()), dtype=float)
    return str(rng.choice(list(parts), p=weight / weight.sum()))


def _shares(kind: str, category: str, rng: Rng) -> Numbers:
    """Room-nights of each segment that ask for one house, in parts; no two houses are alike."""
    parts = np.array(PLACES[kind].segments, dtype=float) * np.array(LEANS[category])
    parts *= np.exp(rng.normal(0.0, 0.4, len(parts)))
    fond = rng.random()
    if fond < 0.06:
        parts[LODGER] += 0.35 * parts.sum()  # crews and displaced people as a line of business
    elif fond < 0.12:
        parts[[BUSINESS, PASSING]] += 0.2 * parts.sum()
    if category == "sanatorium":
        parts[COURSE] = max(parts[COURSE], 0.4 * parts.sum())
    return np.asarray(parts)


def _units(category: Text, rng: Rng) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Units and what they sleep, (F, 2) both; dormitories and their beds, (F,) both."""
    count = len(category)
    units, sleeps = np.zeros((count, 2)), np.zeros((count, 2))
    dorms, dorm_beds = np.zeros(count), np.zeros(count)
    for row, name in enumerate(category):
        middle, spread, least, most = ROOMS[str(name)]
        rooms = int(np.clip(round(middle * np.exp(rng.normal(0.0, spread))), least, most))
        if name == "hostel":
            dorms[row], dorm_beds[row] = max(rooms - rooms // 3, 1), rng.integers(4, 9)
            units[row] = dorms[row] * dorm_beds[row], rooms // 3
            sleeps[row] = 1, 2
        else:
            large = {"hotel": 0.2, "sanatorium": 0.15, "guesthouse": 0.4, "apartment": 0.5}[name]
            family = int(rng.binomial(rooms, large))
            units[row] = rooms - family, family
            sleeps[row] = 2, rng.choice([3, 4, 4])
    return units, sleeps, dorms, dorm_beds


def _stars(category: Text, rng: Rng) -> Numbers:
    """Stars of hotels and some sanatoria; others have none, NaN."""
    stars = rng.choice([2.0, 3.0, 4.0, 5.0], len(category), p=[0.15, 0.5, 0.3, 0.05])
    rated = (category == "hotel") & (rng.random(len(category)) < 0.75)
    rated |= (category == "sanatorium") & (rng.random(len(category)) < 0.25)
    return np.where(rated, stars, np.nan)
