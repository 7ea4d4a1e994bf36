"""Houses: of what kind, how large, and what is peculiar to each."""

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels.oblast.places import PLACES, settle
from benchmarks.detector.panels.oblast.segments import SEGMENTS

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Text = NDArray[np.str_]
Name = TypeVar("Name", str, int)

OWN_WAY = 9.0  # of the mix of parties: larger = houses of a kind are more alike
STARS = {1: 0.05, 2: 0.2, 3: 0.5, 4: 0.22, 5: 0.03}


@dataclass(frozen=True)
class Build:
    """A kind of house: rooms (median, spread of the logarithm, least, most), beds in a room."""

    rooms: tuple[float, float, int, int]
    beds: float
    cash: float  # how much likelier than elsewhere parties pay at the desk


BUILDS = {
    "hotel": Build((30.0, 0.62, 8, 190), 2.1, 0.8),
    "sanatorium": Build((115.0, 0.45, 45, 300), 2.0, 0.9),
    "homestead": Build((6.0, 0.40, 3, 16), 3.0, 1.6),
    "hostel": Build((8.0, 0.40, 4, 22), 6.0, 1.2),
    "motel": Build((15.0, 0.40, 6, 40), 2.3, 1.1),
    "camp": Build((36.0, 0.45, 12, 110), 3.4, 0.8),
}

#: Shares of kinds of house by what draws people there.
KINDS: dict[str, dict[str, float]] = {
    "city": {"hotel": 0.52, "hostel": 0.24, "homestead": 0.24},
    "spa": {"hotel": 0.34, "sanatorium": 0.31, "homestead": 0.35},
    "ski": {"hotel": 0.36, "homestead": 0.50, "camp": 0.14},
    "road": {"motel": 0.55, "hotel": 0.45},
    "country": {"homestead": 0.45, "hotel": 0.32, "camp": 0.23},
}

#: Room-nights sought: (sort, kind) → share of rooms, then the mix of parties in order of SEGMENTS
#: (transit, business, weekend, holiday, cure, group, shift, crew).
SOUGHT: dict[tuple[str, str], tuple[float, tuple[float, ...]]] = {
    ("city", "hotel"): (0.67, (12, 27, 27, 18, 0, 12, 0, 4)),
    ("city", "hostel"): (0.62, (24, 4, 31, 19, 0, 8, 0, 14)),
    ("city", "homestead"): (0.68, (15, 10, 38, 30, 0, 0, 0, 7)),
    ("spa", "hotel"): (0.58, (3, 3, 24, 31, 33, 6, 0, 0)),
    ("spa", "sanatorium"): (0.55, (0, 0, 3, 8, 85, 3, 1, 0)),
    ("spa", "homestead"): (0.58, (3, 0, 24, 34, 34, 0, 0, 5)),
    ("ski", "hotel"): (0.58, (4, 3, 37, 40, 0, 14, 0, 2)),
    ("ski", "homestead"): (0.55, (3, 0, 44, 42, 0, 4, 0, 7)),
    ("ski", "camp"): (0.46, (0, 0, 24, 18, 0, 24, 34, 0)),
    ("road", "motel"): (0.58, (64, 12, 6, 3, 0, 0, 0, 15)),
    ("road", "hotel"): (0.56, (33, 24, 15, 5, 0, 14, 0, 9)),
    ("country", "homestead"): (0.42, (8, 0, 50, 32, 0, 3, 0, 7)),
    ("country", "hotel"): (0.48, (20, 15, 33, 9, 0, 13, 0, 10)),
    ("country", "camp"): (0.42, (0, 0, 20, 10, 0, 18, 52, 0)),
}


@dataclass(frozen=True)
class Houses:
    """F houses as they are; ``facilities`` is what the register says of them.

    ``rooms``, ``beds`` (F,): what there is to sell · ``dorm`` (F,): beds of a dormitory usually
    filled before the next is opened, 0 where rooms are let · ``level`` (F,): room-nights sought
    over rooms · ``mix`` (F, S): of which parties · ``swing`` (F,): season's strength in this house
    · ``tilt`` (F, 7): its own week of arrivals · ``cash`` (F,): see ``Build``.
    """

    facilities: Facilities
    sort: Text
    rooms: Numbers
    beds: Numbers
    dorm: Numbers
    level: Numbers
    mix: Numbers
    swing: Numbers
    tilt: Numbers
    cash: Numbers

    def __len__(self) -> int:
        return len(self.rooms)

    def take(self, rows: NDArray[np.intp]) -> "Houses":
        """The houses at ``rows``, in that order."""
        facilities, *others = (getattr(self, field.name) for field in fields(self))
        return Houses(facilities.take(rows), *(other[rows] for other in others))


def found(count: int, rng: Rng) -> Houses:
    """``count`` houses of an oblast; of a house alone in its community nothing is different."""
    where = settle(count, rng)
    sort = np.array([PLACES[place].sort for place in where])
    kind = np.array([_pick(KINDS[one], rng) for one in sort])
    rooms, beds = np.empty(count), np.empty(count)
    level, mix = np.empty(count), np.empty((count, len(SEGMENTS)))
    for row in range(count):
        middle, spread, least, most = BUILDS[kind[row]].rooms
        rooms[row] = np.clip(np.round(middle * np.exp(spread * rng.normal())), least, most)
        beds[row] = np.round(rooms[row] * BUILDS[kind[row]].beds * rng.uniform(0.9, 1.2))
        usual, parts = SOUGHT[sort[row], kind[row]]
        level[row] = min(usual * np.exp(0.30 * rng.normal() - 0.045), 1.25)
        shares = np.array(parts) / sum(parts)
        mix[row] = rng.dirichlet(np.where(shares > 0, shares * OWN_WAY, 1e-9))
    stars = np.array([float(_pick(STARS, rng)) for _ in range(count)])
    stars[(kind != "hotel") | (rng.random(count) < 0.08)] = np.nan
    facilities = Facilities.of(
        [f"ob-{number:05d}" for number in rng.permutation(count)],
        community=[PLACES[place].name for place in where],
        category=list(kind),
        stars=list(stars),
        rooms=list(rooms),
        beds=list(beds),
        lat=[PLACES[place].lat + 0.015 * rng.normal() for place in where],
        lon=[PLACES[place].lon + 0.02 * rng.normal() for place in where],
    )
    return Houses(
        facilities=facilities,
        sort=sort,
        rooms=rooms,
        beds=beds,
        dorm=np.where(kind == "hostel", beds / rooms * rng.uniform(0.5, 0.95, count), 0.0),
        level=level,
        mix=mix,
        swing=np.exp(0.25 * rng.normal(size=count)),
        tilt=np.exp(0.13 * rng.normal(size=(count, 7))),
        cash=np.array([BUILDS[one].cash for one in kind]) * rng.uniform(0.5, 1.5, count),
    )


def _pick(shares: dict[Name, float], rng: Rng) -> Name:
    names = list(shares)
    weights = np.array(list(shares.values()))
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]
