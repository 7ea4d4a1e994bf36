"""What people do by hand: occupancy against peers, in standard or in robust units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from anomaly import Panel
from anomaly.peers import peer_groups
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

LEAST_PEERS = 8
WIDTH = 1.645  # standard errors on each side of a 90 % interval
FLOOR = 0.02  # of occupancy: nobody's peers are more alike than that


@dataclass(frozen=True)
class Difference:
    """Occupancy less that of peers: ``nightly`` (F, T); ``mean`` (F,) over the filed nights.

    ``spread`` (F,): of the means in the group; ``nightly_spread`` (F, T): of a night in the group.
    """

    nightly: Numbers
    mean: Numbers
    spread: Numbers
    nightly_spread: Numbers

    @property
    def z(self) -> Numbers:
        """The mean difference in units of the group's spread, (F,)."""
        return self.mean / np.maximum(self.spread, FLOOR)


def differences(panel: Panel, *, robust: bool) -> Difference:
    """Set each night of each house against the same night of its peers."""
    occupancy = panel.guests / beds(panel)[:, None]
    nightly, night_spread = np.full_like(occupancy, np.nan), np.ones_like(occupancy)
    mean, spread = np.zeros(len(occupancy)), np.ones(len(occupancy))
    for rows in peer_groups(panel.facilities, LEAST_PEERS):
        of = occupancy[rows]
        nightly[rows] = of - _centre(of, robust)
        night_spread[rows] = np.maximum(_spread(of, robust), FLOOR)
        mean[rows] = _mean(nightly[rows])
        if robust:
            mean[rows] -= np.median(mean[rows])
        spread[rows] = _spread(mean[rows][:, None], robust)
    return Difference(nightly, mean, spread, night_spread)


def beds(panel: Panel) -> Numbers:
    """Beds, (F,); where unknown, the most guests ever filed."""
    most = np.nan_to_num(np.nanmax(np.nan_to_num(panel.guests), axis=1, initial=1.0), nan=1.0)
    known: Numbers = np.where(panel.facilities.beds > 0, panel.facilities.beds, np.maximum(most, 1))
    return known


def peer_z(given: Given) -> Answer:
    """Mean occupancy against community and category, in standard deviations."""
    return _answer(given, robust=False)


def mad_z(given: Given) -> Answer:
    """The same with medians and median absolute deviations."""
    return _answer(given, robust=True)


def _answer(given: Given, *, robust: bool) -> Answer:
    found = differences(given.panel, robust=robust)
    gap, half = nights_below(given.panel, found)
    declared = np.nansum(given.panel.guests, axis=1)
    day_z = found.nightly / found.nightly_spread
    return Answer(
        guilt=-found.z,
        visits=gap,
        gap=gap,
        low=declared + np.maximum(gap - half, 0.0),
        high=declared + np.maximum(gap + half, 0.0),
        p=ndtr(found.z),
        day_score=-day_z,
        day_p=ndtr(day_z),
    )


def nights_below(panel: Panel, found: Difference) -> tuple[Numbers, Numbers]:
    """Guest-nights below the peers (not clipped) and half the width of their 90 % limits, (F,)."""
    places = beds(panel) * (~np.isnan(panel.guests)).sum(axis=1)
    return -found.mean * places, WIDTH * np.maximum(found.spread, FLOOR) * places


def _centre(values: Numbers, robust: bool) -> Numbers:
    with np.errstate(all="ignore"):
        filled = np.where(np.isnan(values).all(axis=0), 0.0, values)
        return np.nanmedian(filled, axis=0) if robust else np.nanmean(filled, axis=0)


def _spread(values: Numbers, robust: bool) -> Numbers:
    filled = np.where(np.isnan(values).all(axis=0), 0.0, values)
    if robust:
        return 1.4826 * np.nanmedian(np.abs(filled - np.nanmedian(filled, axis=0)), axis=0)
    return np.nanstd(filled, axis=0)


def _mean(values: Numbers) -> Numbers:
    seen = ~np.isnan(values)
    total: Numbers = np.where(seen, values, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return total
