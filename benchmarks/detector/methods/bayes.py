"""Empirical Bayes by hand, as a statistician of the agency would do it with what is at hand.

For each house the log of true over declared nights, s >= 0, has a prior: honest with weight .88,
else exponential. Looked at through: the level against peers (honest houses differ by a spread
estimated from the panel), each kind of reading per declared night, and visits. Errors are Student's
t with few degrees of freedom, so that one wild reading does not rule. Solved on a grid.
"""

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from anomaly import Panel
from anomaly.peers import peer_groups
from benchmarks.detector.methods.against_peers import LEAST_PEERS, beds, differences
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.methods.outliers import knn, shares_below, worth_a_visit
from benchmarks.detector.methods.readings import check_ratio, ratios
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

HIDES = 0.12  # of houses, before anything is seen
USUAL = 0.4  # mean log ratio of those who hide
GRID = np.linspace(0.0, 2.5, 251)
FREEDOM = 5.0
TAIL = 0.05  # on each side of the limits


def bayes(given: Given) -> Answer:
    """Judge by the posterior of the log ratio of true to declared nights."""
    looks = _looks(given)
    posterior = _posterior(looks)
    times = np.exp(GRID) - 1
    declared = np.nansum(given.panel.guests, axis=1)
    free = np.maximum(beds(given.panel) * (~np.isnan(given.panel.guests)).sum(axis=1) - declared, 0)
    gap = np.minimum(declared * (posterior @ times), free)
    summed = np.cumsum(posterior, axis=1)
    low, high = (GRID[np.argmax(summed >= at, axis=1)] for at in (TAIL, 1 - TAIL))
    below = differences(given.panel, robust=True)
    return Answer(
        guilt=1 - posterior[:, 0],
        visits=gap * shares_below(1 - posterior[:, 0]),
        gap=gap,
        low=declared * np.exp(low),
        high=np.maximum(
            np.minimum(declared * np.exp(high), declared + free), declared * np.exp(low)
        ),
        p=_p(looks),
        day_score=-below.nightly / below.nightly_spread * (1 - posterior[:, :1]),
    )


def knn_and_bayes(given: Given) -> Answer:
    """Mean rank of the neighbours' outlier score and of the posterior; nights by the latter."""
    if find_spec("pyod") is None:
        raise LookupError("PyOD is not installed (pyod)")
    odd, likely = knn(given), bayes(given)
    assert likely.gap is not None  # nosec B101 # for the type checker
    guilt = shares_below(odd.guilt) + shares_below(likely.guilt)
    return Answer(
        guilt=guilt,
        visits=worth_a_visit(given, guilt, likely.gap),
        gap=likely.gap,
        low=likely.low,
        high=likely.high,
        day_score=likely.day_score,
    )


def _looks(given: Given) -> list[tuple[Numbers, Numbers]]:
    """Each way to look at s: what it shows (NaN = nothing) and its error, both (F,)."""
    return [_level(given.panel), *ratios(given).values(), check_ratio(given)]


def _level(panel: Panel) -> tuple[Numbers, Numbers]:
    """Log level of the peers over one's own."""
    occupancy = np.nansum(panel.guests, axis=1) / np.maximum(
        (~np.isnan(panel.guests)).sum(axis=1), 1
    )
    level = np.log(occupancy / beds(panel) + 0.01)
    out, error = np.zeros_like(level), np.ones_like(level)
    for rows in peer_groups(panel.facilities, LEAST_PEERS):
        middle = np.median(level[rows])
        out[rows] = middle - level[rows]
        error[rows] = max(1.4826 * float(np.median(np.abs(level[rows] - middle))), 0.15)
    return out, error


def _posterior(looks: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Weights of the grid's values of s for each house, (F, G)."""
    prior = np.exp(-GRID / USUAL)
    prior[0] = 0.0
    prior *= HIDES / prior.sum()
    prior[0] = 1 - HIDES
    log = np.log(prior)[None, :] + np.zeros((len(looks[0][0]), 1))
    for seen, error in looks:
        off = (seen[:, None] - GRID[None, :]) / error[:, None]
        log += np.nan_to_num(-0.5 * (FREEDOM + 1) * np.log1p(off**2 / FREEDOM))
    weights = np.exp(log - log.max(axis=1, keepdims=True))
    normal: Numbers = weights / weights.sum(axis=1, keepdims=True)
    return normal


def _p(looks: list[tuple[Numbers, Numbers]]) -> Numbers:
    """Stouffer's sum of the looks' z, one-sided."""
    total, count = np.zeros(len(looks[0][0])), np.zeros(len(looks[0][0]))
    for seen, error in looks:
        known = ~np.isnan(seen)
        total[known] += (seen / error)[known]
        count += known
    p: Numbers = ndtr(-total / np.sqrt(np.maximum(count, 1)))
    return p
