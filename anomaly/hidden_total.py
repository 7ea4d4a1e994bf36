"""How many nights are hidden: a mixture of "none" and of the steps of the hidden share."""

import numpy as np
from numpy.typing import NDArray

from anomaly.model import STEPS, model

Numbers = NDArray[np.float64]


def expected(shares: Numbers, room: Numbers) -> Numbers:
    """Mean hidden guest-nights given hiding, (F,), from chances of steps (F, S) and places (F,)."""
    mean: Numbers = (shares @ model().sizes) * room
    return mean


def limits(
    chance: Numbers, shares: Numbers, room: Numbers, coverage: float
) -> tuple[Numbers, Numbers]:
    """Limits (F,), (F,) of hidden guest-nights.

    With probability 1 - ``chance`` (F,) nothing is hidden, else a share of the house's ``room``
    (F,) (places times filed nights), even inside each step of ``STEPS`` with chances ``shares``.

    Limits serve two: all houses (most hide nothing) and those who hide. Quantiles of the mixture
    at the nominal tails would leave out a third of the hidden totals, since hiding houses are few;
    so the tails are cut to the share of the nominal ones at which seven in eight of those who hid
    in made-up towns lay inside (``Model.tail``).
    """
    return within(chance, shares, room, model().tail * (1 - coverage) / 2)


def within(chance: Numbers, shares: Numbers, room: Numbers, tail: float) -> tuple[Numbers, Numbers]:
    """Quantiles ``tail`` and 1 - ``tail`` of hidden guest-nights, (F,), (F,)."""
    cdf = np.concatenate([np.zeros((len(shares), 1)), np.cumsum(shares, axis=1)], axis=1)
    return (
        _quantile(np.full(len(chance), tail), chance, cdf) * room,
        _quantile(np.full(len(chance), 1 - tail), chance, cdf) * room,
    )


def _quantile(level: Numbers, chance: Numbers, cdf: Numbers) -> Numbers:
    inside = (level - (1 - chance)) / np.maximum(chance, 1e-12)
    inside = np.clip(inside, 0.0, 1.0)
    step = np.clip((cdf <= inside[:, None]).sum(axis=1) - 1, 0, len(STEPS) - 2)
    row = np.arange(len(cdf))
    width = np.maximum(cdf[row, step + 1] - cdf[row, step], 1e-12)
    part = np.clip((inside - cdf[row, step]) / width, 0.0, 1.0)
    value = STEPS[step] + part * (STEPS[step + 1] - STEPS[step])
    return np.where(level <= 1 - chance, 0.0, value)
