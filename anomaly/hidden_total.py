"""How many nights are hidden: an honest mixture of "none" and of each kind's estimate."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Numbers = NDArray[np.float64]


def limits(
    chance: Numbers, weights: Numbers, means: Numbers, errors: Numbers, coverage: float
) -> tuple[Numbers, Numbers]:
    """Central limits (F,), (F,) of hidden nights.

    With probability 1 - ``chance`` (F,) nothing is hidden; else the kind k with weight (F, K) and
    then a normal number with mean and standard error (F, K), not below zero. By bisection.
    """
    tail = (1 - coverage) / 2
    return (
        _quantile(tail, chance, weights, means, errors),
        _quantile(1 - tail, chance, weights, means, errors),
    )


def _quantile(
    level: float, chance: Numbers, weights: Numbers, means: Numbers, errors: Numbers
) -> Numbers:
    spread = np.maximum(errors, 1e-6)
    low = np.zeros(len(chance))
    high = np.max(np.maximum(means, 0.0) + 6 * spread, axis=1)
    floor = ndtr(-means / spread)
    for _ in range(40):
        middle = 0.5 * (low + high)
        below = ndtr((middle[:, None] - means) / spread)
        inside = np.clip((below - floor) / np.maximum(1 - floor, 1e-9), 0.0, 1.0)
        cdf = 1 - chance + chance * (weights * inside).sum(axis=1)
        high = np.where(cdf >= level, middle, high)
        low = np.where(cdf >= level, low, middle)
    return np.where(1 - chance >= level, 0.0, high)
