"""p-values that are uniform for honest houses, from measured curves and the group itself.

The log odds of a house are set against those of honest houses in made-up towns (with every honest
trouble). The curves lie in ``data/null.json`` and differ by the size of the house, by the length
of its filings, by whether it has peers and by whether outsiders know anything of it. Where a
group's houses stand elsewhere than made-up ones do, its honest-looking half corrects the curve
(an empirical null: B. Efron, Journal of the American Statistical Association 99 (2004) 96-104).

The middle of a dozen houses is known to a third of their spread only, and whoever stands out is
moved by that, too; so the honest side follows the group and the suspicious one less. Chances of
hiding, gaps and limits rest on these p-values; who stands out most is told by the log odds as they
are (``FacilityRows.log_odds``; decisions 0030 and 0031).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from anomaly import kept

Numbers = NDArray[np.float64]

LEVELS = np.concatenate([np.linspace(0.02, 0.9, 45), 1 - np.geomspace(0.09, 0.0005, 36)])
SIZES = (8.0, 20.0, 60.0)  # places
SPANS = (120.0,)  # filed nights
FEW_PEERS = 3
LEAST = 1e-14
LEAST_GROUP = 4
GROUPS = (12, 24, 60)  # judged houses
ALONE_BLUR = 1.3  # by judgement: books of pure chance without peers must not stand out
STRATA = 2 * 2 * (len(SPANS) + 1) * (len(SIZES) + 1)
#: Houses' worth of belief in the measured curve: in the honest half, and for houses ``FAR`` below
#: the middle (in normal scores) or more.
NEAR_WORTH, FAR_WORTH = 1.0, 20.0
FAR = -1.5
#: By judgement: suspicious scores count for so much less, as honest houses elsewhere are odder than
#: ours. On development seeds of four sources by others .05 to .06 of them lie below .05 with it,
#: .06 to .07 without half of it; in our own towns .03 do.
ELSEWHERE_BLUR = 1.12
#: Quantiles by which a group is laid over the normal curve: on the honest side, where few stand who
#: hide; the slope between the first two goes on into the other side.
KNOTS = (0.5, 0.75, 0.93)
SLOPES = ((0.5, 2.0), (0.3, 3.0))  # least and most of the first and of the last piece


def stratum(
    places: Numbers, filed: NDArray[np.generic], figures: Mapping[str, Numbers]
) -> NDArray[np.intp]:
    """Number of the curve each house (F,) is held against."""
    size: NDArray[np.intp] = np.searchsorted(SIZES, places)
    span: NDArray[np.intp] = np.searchsorted(SPANS, filed)
    alone = int(len(places) <= FEW_PEERS)
    known = (figures["visits"] > 0) | ~np.isnan(figures["readings_excess"])
    number: NDArray[np.intp] = (2 * alone + known) * (len(SPANS) + 1) + span
    return np.asarray(number * (len(SIZES) + 1) + size)


def p_values(log_odds: Numbers, which: NDArray[np.intp], judged: NDArray[np.bool_]) -> Numbers:
    """Share of honest houses with at least these log odds, (F,), the group laid over them.

    Laying a small group over the normal curve blurs; how much is measured, too (``after``). A
    house without peers has no group to lay, so that its score counts for less.
    """
    z = against_curves(log_odds, which)
    if judged.sum() < LEAST_GROUP:
        return np.asarray(np.clip(ndtr(z / ALONE_BLUR), LEAST, 1.0))
    even = share_above(-recentred(z, judged), after()[size_of_group(int(judged.sum()))])
    laid = ndtri(even)
    return np.asarray(ndtr(np.where(laid < 0, laid / ELSEWHERE_BLUR, laid)))


def recentred(
    z: Numbers, judged: NDArray[np.bool_], near: float = NEAR_WORTH, far: float = FAR_WORTH
) -> Numbers:
    """Normal scores of a group laid over the normal curve, as far as the group is trusted.

    ``z`` (F,): scores against the measured curves, high = honest. ``near``, ``far``: houses' worth
    of belief that they need no laying, from the middle of the group up and from ``FAR`` below it
    (or below the normal middle) down; between the two it goes evenly from the one to the other.
    """
    count = float(judged.sum())
    here = np.quantile(z[judged], KNOTS) + 1e-6 * np.arange(len(KNOTS))
    far_off = min(here[0], 0.0) + FAR
    way = np.clip((z - far_off) / (here[0] - far_off), 0.0, 1.0)
    trust = way * count / (count + near) + (1 - way) * count / (count + far)
    return np.asarray(trust * _laid(z, here) + (1 - trust) * z)


def _laid(z: Numbers, here: Numbers) -> Numbers:
    """Scores with the quantiles ``KNOTS`` of the group, ``here``, where the normal curve has them.

    The map rises, is straight between the quantiles and beyond them.
    """
    there = ndtri(np.array(KNOTS))
    first, last = (
        np.clip((here[at + 1] - here[at]) / (there[at + 1] - there[at]), *limits)
        for at, limits in zip((0, len(KNOTS) - 2), SLOPES, strict=True)
    )
    laid = np.interp(z, here, there)
    laid = np.where(z < here[0], there[0] + (z - here[0]) / first, laid)
    return np.where(z > here[-1], there[-1] + (z - here[-1]) / last, laid)


def size_of_group(count: int) -> int:
    """Number of the ``after`` curve for a group of so many judged houses."""
    return int(np.searchsorted(GROUPS, count))


def log_odds_at(p: Numbers, which: NDArray[np.intp]) -> Numbers:
    """Log odds of which honest houses of the stratum have at least as high ones with share p."""
    found = np.empty(len(p))
    measured = curves()
    for number in np.unique(which):
        at = which == number
        curve = measured[number]
        inside = np.interp(1 - p[at], LEVELS, curve)
        beyond = np.maximum(np.log((1 - LEVELS[-1]) / p[at]), 0.0) / _fall(curve)
        found[at] = np.where(beyond > 0, curve[-1] + beyond, inside)
    return found


def against_curves(log_odds: Numbers, which: NDArray[np.intp]) -> Numbers:
    """Normal score of each house among honest houses of its stratum, low = suspicious, (F,)."""
    p = np.full(len(log_odds), np.nan)
    measured = curves()
    for number in np.unique(which):
        at = which == number
        p[at] = share_above(log_odds[at], measured[number])
    return np.asarray(ndtri(np.minimum(p, 1 - 1e-12)))


def share_above(value: Numbers, curve: Numbers) -> Numbers:
    """Share of what was measured that is at least ``value``, by its quantiles (LEVELS,).

    Beyond the last measured point the tail falls off exponentially as it did before it.
    """
    steps = np.arange(len(curve)) * 1e-9  # strictly rising for the interpolation
    inside = 1 - np.interp(value, curve + steps, LEVELS)
    beyond = np.maximum(value - curve[-1], 0.0)
    tail = (1 - LEVELS[-1]) * np.exp(-_fall(curve) * beyond)
    depth = LEVELS[0] * np.exp(np.clip(4.0 * (value - curve[0]), -30.0, 0.0))
    p = np.where(beyond > 0, tail, np.where(value < curve[0], 1 - depth, inside))
    return np.asarray(np.clip(p, LEAST, 1.0))


def _fall(curve: Numbers) -> float:
    """How fast the share falls off beyond the last measured point, by log odds."""
    steep = np.log((1 - LEVELS[-11]) / (1 - LEVELS[-1])) / max(float(curve[-1] - curve[-11]), 1e-3)
    return float(np.clip(steep, 0.5, 4.0))


def curves() -> Numbers:
    """Measured quantiles (STRATA, LEVELS) of the log odds of honest houses."""
    return np.array(kept.read("null.json")["log_odds"], dtype=float)


def after() -> Numbers:
    """Measured quantiles (GROUPS + 1, LEVELS) of recentred scores, high = suspicious."""
    return np.array(kept.read("null.json")["after"], dtype=float)


def curve_of_nights() -> Numbers:
    """Measured quantiles (LEVELS,) of the evidence of honest nights (see ``anomaly.nights``)."""
    return np.array(kept.read("null.json")["nights"], dtype=float)
