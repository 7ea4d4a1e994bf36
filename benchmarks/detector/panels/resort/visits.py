"""Inspectors who came before, and what they counted.

Most houses were drawn by lot, some by size, some because somebody complained; of complaints nobody
knows the chance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Checks
from benchmarks.detector.panels.resort.houses import Houses

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator

DESIGNS = {"random": 0.7, "risk": 0.18, "complaint": 0.12}  # shares of visited houses
GUESTS_COMPLAIN = 3.0  # times as much of those who give no receipt
OUT = 0.35  # share of visits at an hour when some guests are out; nobody is counted twice


@dataclass(frozen=True)
class Visit:
    """House row, night, guests counted, how the house was chosen and with what chance."""

    row: int
    night: int
    counted: int
    design: str
    chance: float


def visited(houses: Houses, true: Numbers, guilty: Truths, share: float, rng: Rng) -> list[Visit]:
    """One to three visits to a share of the houses; ``true`` (F, T): guests who were there."""
    if share <= 0:
        return []
    count, span = true.shape
    many = int(np.clip(round(share * count), 1, count))
    left, found = np.ones(count, dtype=bool), []
    for _ in range(many):
        design = str(rng.choice(list(DESIGNS), p=list(DESIGNS.values())))
        weight = left.astype(float)
        if design == "risk":
            weight *= houses.rooms
        elif design == "complaint":
            weight *= np.where(guilty, GUESTS_COMPLAIN, 1.0)
        weight /= weight.sum()
        row = int(rng.choice(count, p=weight))
        left[row] = False
        chance = {"random": many / count, "risk": min(many * weight[row], 1.0)}.get(design, np.nan)
        likely = np.where(true[row] > 0, 1.0, 0.15)
        nights = rng.choice(span, min(rng.integers(1, 4), span), False, likely / likely.sum())
        for night in np.sort(nights):
            guests = int(true[row, night])
            missed = rng.binomial(guests, rng.uniform(0.02, 0.12)) if rng.random() < OUT else 0
            found.append(Visit(row, int(night), guests - int(missed), design, float(chance)))
    return found


def as_checks(visits: list[Visit], dates: Dates, ids: NDArray[np.str_]) -> Checks | None:
    """The visits as the office keeps them; None where nobody went."""
    if not visits:
        return None
    return Checks(
        ids[np.array([visit.row for visit in visits])],
        dates[np.array([visit.night for visit in visits])],
        np.array([visit.counted for visit in visits], dtype=np.float64),
        np.array([visit.design for visit in visits], dtype=np.str_),
        np.array([visit.chance for visit in visits], dtype=np.float64),
    )
