"""Visits to a made-up town: who was chosen and how, and what was counted."""

import numpy as np
from numpy.typing import NDArray

from anomaly.outside import Checks
from anomaly.panel import Facilities
from anomaly.simulate.world import World

Numbers = NDArray[np.float64]

COMPLAINED_OF = 4.0  # times as often, those who hide


def plan(
    world: World,
    known: Facilities,
    declared: Numbers,
    guilty: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[NDArray[np.intp], NDArray[np.str_], Numbers]:
    """Choose the houses to visit: row, design and probability of being chosen, each (V,).

    random: every house with the same chance; risk: the less a house declares for its beds within
    its community (what an agency would do without a detector), the likelier; complaint: chosen by
    neighbours with a chance nobody knows (NaN), likelier where guests are hidden. Draws are
    independent from house to house, so that the chances told are right; no house is visited twice.
    """
    houses = len(known)
    filled = np.nanmean(np.where(np.isnan(declared), 0.0, declared), axis=1)
    filled = filled / np.maximum(np.nan_to_num(known.beds, nan=1.0), 1.0)
    usual = np.empty(houses)
    for town in np.unique(known.community):
        usual[known.community == town] = np.median(filled[known.community == town])
    worry = np.exp(-2.0 * np.clip(filled / np.maximum(usual, 1e-3) - 1, -1.0, 1.0))
    gossip = np.where(guilty, COMPLAINED_OF, 1.0)
    left, turn = np.ones(houses, dtype=bool), rng.random((3, houses))
    chance = np.full(houses, world.checks * world.checks_random)
    rest = world.checks * (1 - world.checks_random)
    # a later design only meets those the earlier ones left, and its chance says so
    by_risk = np.minimum(0.7 * rest * worry / worry.mean(), 1.0) * (1 - chance)
    by_word = np.minimum(0.3 * rest * gossip / gossip.mean(), 1.0)
    rows, designs, told = [], [], []
    for number, (design, drawn, said) in enumerate(
        (
            ("random", chance, chance),
            ("risk", by_risk / np.maximum(1 - chance, 1e-9), by_risk),
            ("complaint", by_word, np.full(houses, np.nan)),
        )
    ):
        hit = np.flatnonzero(left & (turn[number] < drawn))
        left[hit] = False
        rows.append(hit)
        designs.append(np.full(len(hit), design))
        told.append(said[hit])
    return np.concatenate(rows), np.concatenate(designs), np.concatenate(told)


def visit(
    world: World,
    chosen: tuple[NDArray[np.intp], NDArray[np.str_], Numbers],
    guests: Numbers,
    rng: np.random.Generator,
) -> tuple[NDArray[np.intp], NDArray[np.intp], Numbers, NDArray[np.str_], Numbers]:
    """Visit each chosen house on 1 to 3 nights: row, night, guests counted, design, chance.

    A count misses guests who are out (each with ``count_error``) and now and then takes a visitor
    for a guest.
    """
    rows, design, chance = chosen
    span = guests.shape[1]
    times = rng.integers(1, 4, len(rows))
    night = [np.sort(rng.choice(span, size=int(often), replace=False)) for often in times]
    at = np.concatenate([*night, np.zeros(0, dtype=np.intp)]).astype(np.intp)
    row = np.repeat(rows, times)
    there = guests[row, at]
    seen = rng.binomial(there.astype(np.int64), 1 - world.count_error)
    seen = seen + rng.poisson(0.25 * world.count_error * there)
    return row, at, seen.astype(float), np.repeat(design, times), np.repeat(chance, times)


def as_checks(
    known: Facilities,
    dates: NDArray[np.datetime64],
    made: tuple[NDArray[np.intp], NDArray[np.intp], Numbers, NDArray[np.str_], Numbers],
) -> Checks | None:
    """The visits as ``Checks``, by night and house; None when nobody was visited."""
    row, night, seen, design, chance = made
    if not len(row):
        return None
    order = np.lexsort((row, night))
    return Checks(
        known.facility_id[row[order]],
        dates[night[order]],
        seen[order],
        design[order],
        chance[order],
    )
