"""p-values that are uniform for honest houses, from measured curves.

The log Bayes factor of a house is set against the same figure of honest houses in simulated towns
(with every honest trouble of ``anomaly.simulate.hard``). The curves lie in ``data/null.json`` and
are made again by ``python -m anomaly calibrate --write``; they differ by the size of the house, by
the length of its filings and by whether it has peers, since small and short books show less.
"""

import json
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from anomaly import learned

Numbers = NDArray[np.float64]

LEVELS = np.concatenate([np.linspace(0.02, 0.9, 45), 1 - np.geomspace(0.09, 0.001, 30)])
SIZES = (12.0, 45.0)  # places
SPANS = (120.0,)  # filed nights
FEW_PEERS = 3


def stratum(places: Numbers, filed: Numbers, peers: Numbers) -> NDArray[np.intp]:
    """Number of the curve each house (F,) is held against."""
    size: NDArray[np.intp] = np.searchsorted(SIZES, places)
    span: NDArray[np.intp] = np.searchsorted(SPANS, filed)
    alone = (np.asarray(peers) < FEW_PEERS).astype(int)
    number: NDArray[np.intp] = (alone * (len(SPANS) + 1) + span) * (len(SIZES) + 1) + size
    return number


STRATA = 2 * (len(SPANS) + 1) * (len(SIZES) + 1)


def p_values(log_bayes: Numbers, which: NDArray[np.intp]) -> Numbers:
    """Share of honest houses of the stratum with at least this log Bayes factor, (F,).

    Beyond the last measured point the tail falls off exponentially as it did before it.
    """
    half = STRATA // 2
    with_peers = _against(log_bayes, np.where(which >= half, which - half, which))
    alone = which >= half
    if alone.any():  # books without peers show little: they must stand out on both curves
        with_peers[alone] = np.maximum(with_peers[alone], _against(log_bayes, which)[alone])
    return with_peers


def _against(log_bayes: Numbers, which: NDArray[np.intp]) -> Numbers:
    p: Numbers = np.full(len(log_bayes), np.nan)
    measured = curves()
    for number in np.unique(which):
        at = which == number
        curve = measured[number]
        steps = np.arange(len(curve)) * 1e-9  # strictly rising for the interpolation
        inside = np.interp(log_bayes[at], curve + steps, LEVELS)
        upper = 1 - inside
        far = log_bayes[at] > curve[-1]
        rate = np.log((1 - LEVELS[-11]) / (1 - LEVELS[-1])) / max(curve[-1] - curve[-11], 1e-3)
        tail = (1 - LEVELS[-1]) * np.exp(-max(min(rate, 1.0), 0.25) * (log_bayes[at] - curve[-1]))
        near = log_bayes[at] < curve[0]
        depth = LEVELS[0] * np.exp(np.clip(4.0 * (log_bayes[at] - curve[0]), -50, 0))
        p[at] = np.where(far, tail, np.where(near, 1 - depth, upper))
    return np.asarray(np.clip(p, 1e-12, 1.0))


@lru_cache(maxsize=1)
def curves() -> Numbers:
    told = json.loads((learned.DATA / "null.json").read_text(encoding="ascii"))
    return np.array(told["log_bayes"], dtype=float)


def combine(parts: Numbers) -> Numbers:
    """Fisher's combination of independent p-values, (F, K) -> (F,); NaN parts are left out.

    Filings, readings and visits err independently of each other.
    R. A. Fisher, Statistical Methods for Research Workers, 4th ed. (1932), section 21.1.
    """
    seen = ~np.isnan(parts)
    count = seen.sum(axis=1)
    score = -2 * np.log(np.clip(np.where(seen, parts, 1.0), 1e-12, 1.0)).sum(axis=1)
    p = np.clip(chdtrc(2.0 * np.maximum(count, 1), score), 1e-12, 1.0)
    return np.where(count > 0, p, np.nan)
