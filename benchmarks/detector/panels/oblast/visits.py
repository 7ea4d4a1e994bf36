"""Visits made before: houses drawn with chances that grow with their size, one to three nights."""

import numpy as np
from numpy.typing import NDArray

from anomaly import Checks
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.oblast.houses import Houses

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]

SEEN = 0.85  # chance that everybody is counted; else a few are out or do not open
MISSED = 0.06  # of the guests, then


def visit(
    houses: Houses, true: Books, rooms: Numbers, dates: Dates, share: float, rng: Rng
) -> Checks | None:
    """Visits to ``share`` of the houses (at least one), on nights when they have rooms to sell.

    Drawn systematically in a shuffled order, chances proportional to the root of the beds, so that
    ``inclusion_probability`` is the chance of the house within the year. None if nobody visits.
    """
    size = np.sqrt(houses.beds)
    wanted = max(round(share * len(houses)), 1)
    if share <= 0:
        return None
    chance = np.minimum(wanted * size / size.sum(), 1.0)
    order = rng.permutation(len(houses))
    run = np.cumsum(chance[order]) + rng.random()
    drawn = order[np.floor(run) > np.floor(np.concatenate([[run[0] - chance[order[0]]], run[:-1]]))]
    row, night, seen = [], [], []
    for house in np.sort(drawn).tolist():
        working = np.flatnonzero(rooms[house] > 0)
        count = min(int(rng.integers(1, 4)), len(working))
        for one in np.sort(rng.choice(working, count, replace=False)).tolist():
            there = int(true.guests[house, one])
            missed = 0 if rng.random() < SEEN else int(rng.binomial(there, MISSED))
            row.append(house)
            night.append(one)
            seen.append(float(there - missed))
    if not row:
        return None
    return Checks(
        facility_id=houses.facilities.facility_id[row],
        date=dates[night],
        observed_guests=np.array(seen),
        design=np.full(len(row), "random"),
        inclusion_probability=chance[row],
    )
