"""Kinds of party: how long, how many, when they come, who of them is exempt, how they pay.

Stays and sizes are laws on whole numbers. City stays of two nights, cures of 10 to 21 nights and
resort weeks give mean stays near those of real hotels (three nights in a city, four in a resort).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Segment:
    """A kind of party.

    ``stays``, ``sizes``: whole number → weight, nights and guests · ``per_room``: guests that share
    a room · ``week`` (7,): weights of the arrival night, Monday first · ``exempt``: chance that a
    guest is exempt · ``cash``: chance that a party pays at the desk · ``lead``: mean days booked
    ahead · ``season``: how strongly it follows the season, 0 … · ``fear``: how strongly raids
    keep it away · ``burst``: shape of the gamma of its nightly rate, smaller = more uneven.
    """

    name: str
    stays: dict[int, float]
    sizes: dict[int, float]
    per_room: float
    week: tuple[float, ...]
    exempt: float
    cash: float
    lead: float
    season: float
    fear: float
    burst: float

    @property
    def mean_stay(self) -> float:
        """Nights a party stays, on average."""
        return _mean(self.stays)

    @property
    def mean_rooms(self) -> float:
        """Rooms a party takes, on average."""
        total = sum(self.sizes.values())
        need = [np.ceil(size / self.per_room) * part for size, part in self.sizes.items()]
        return float(sum(need) / total)


def _mean(law: dict[int, float]) -> float:
    return sum(value * part for value, part in law.items()) / sum(law.values())


def draw(law: dict[int, float], count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """``count`` numbers of a law."""
    weights = np.array(list(law.values()), dtype=float)
    return rng.choice(np.array(list(law)), count, p=weights / weights.sum()).astype(np.intp)


_ROAD = Segment(
    name="transit",
    stays={1: 0.86, 2: 0.14},
    sizes={1: 0.40, 2: 0.38, 3: 0.13, 4: 0.09},
    per_room=2.0,
    week=(0.95, 0.95, 1.00, 1.05, 1.15, 1.00, 0.90),
    exempt=0.08,
    cash=0.55,
    lead=0.7,
    season=0.4,
    fear=0.6,
    burst=12.0,
)
_BUSINESS = Segment(
    name="business",
    stays={1: 0.36, 2: 0.31, 3: 0.18, 4: 0.11, 9: 0.04},
    sizes={1: 0.84, 2: 0.16},
    per_room=1.0,
    week=(1.36, 1.36, 1.30, 1.03, 0.59, 0.44, 0.92),
    exempt=0.22,
    cash=0.08,
    lead=6.0,
    season=0.0,
    fear=0.7,
    burst=10.0,
)
_WEEKEND = Segment(
    name="weekend",
    stays={1: 0.30, 2: 0.46, 3: 0.24},
    sizes={1: 0.08, 2: 0.56, 3: 0.16, 4: 0.14, 6: 0.06},
    per_room=3.0,
    week=(0.56, 0.56, 0.65, 1.00, 1.84, 1.65, 0.74),
    exempt=0.10,
    cash=0.32,
    lead=9.0,
    season=1.0,
    fear=1.2,
    burst=9.0,
)
_HOLIDAY = Segment(
    name="holiday",
    stays={3: 0.24, 4: 0.22, 5: 0.17, 6: 0.11, 7: 0.15, 9: 0.06, 10: 0.05},
    sizes={1: 0.07, 2: 0.45, 3: 0.22, 4: 0.20, 5: 0.06},
    per_room=3.0,
    week=(1.00, 0.80, 0.80, 0.88, 1.12, 1.31, 1.08),
    exempt=0.16,
    cash=0.26,
    lead=28.0,
    season=1.3,
    fear=1.0,
    burst=10.0,
)
_CURE = Segment(
    name="cure",
    stays={7: 0.16, 9: 0.07, 10: 0.24, 12: 0.15, 14: 0.21, 18: 0.07, 21: 0.10},
    sizes={1: 0.37, 2: 0.54, 3: 0.09},
    per_room=2.0,
    week=(1.36, 1.00, 0.96, 0.91, 0.96, 1.09, 0.73),
    exempt=0.17,
    cash=0.17,
    lead=35.0,
    season=0.9,
    fear=0.5,
    burst=12.0,
)
_GROUP = Segment(
    name="group",
    stays={1: 0.40, 2: 0.37, 3: 0.15, 5: 0.08},
    sizes={9: 0.28, 12: 0.24, 16: 0.2, 22: 0.14, 30: 0.08, 42: 0.06},
    per_room=2.2,
    week=(0.77, 0.77, 0.93, 1.13, 1.32, 1.23, 0.84),
    exempt=0.22,
    cash=0.24,
    lead=55.0,
    season=0.9,
    fear=1.4,
    burst=2.0,
)
_SHIFT = Segment(
    name="shift",
    stays={10: 0.25, 14: 0.40, 18: 0.15, 21: 0.20},
    sizes={18: 0.3, 26: 0.3, 36: 0.25, 50: 0.15},
    per_room=3.2,
    week=(1.91, 0.85, 0.68, 0.68, 0.77, 0.94, 1.18),
    exempt=0.78,
    cash=0.05,
    lead=80.0,
    season=1.0,
    fear=0.8,
    burst=1.5,
)
_CREW = Segment(
    name="crew",
    stays={5: 0.32, 12: 0.30, 19: 0.18, 30: 0.14, 55: 0.06},
    sizes={1: 0.2, 2: 0.35, 3: 0.2, 4: 0.15, 6: 0.1},
    per_room=2.0,
    week=(1.91, 1.18, 0.96, 0.81, 0.64, 0.55, 0.96),
    exempt=0.10,
    cash=0.5,
    lead=12.0,
    season=0.1,
    fear=0.2,
    burst=2.0,
)

SEGMENTS = (_ROAD, _BUSINESS, _WEEKEND, _HOLIDAY, _CURE, _GROUP, _SHIFT, _CREW)
NUMBER = {segment.name: number for number, segment in enumerate(SEGMENTS)}
