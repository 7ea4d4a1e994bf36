"""How many nights are hidden: a mixture of "none" and of the steps of the hidden share.

The forest of shares learned where many hide. Its sizes are multiplied by ``Model.scale``: with it
totals are right in made-up towns where one in seven hides, less what was too much elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.fit import Fit
from anomaly.model import STEPS, model

Numbers = NDArray[np.float64]


EXTRA = 1.15  # places for one of the register: cots and sofas


@dataclass(frozen=True)
class Room:
    """What a house could hold on its filed nights: ``places`` times nights, (F,), and ``free`` of
    them, (F,), guest-nights beyond which nobody finds a bed (extra ones counted)."""

    places: Numbers
    free: Numbers

    def of(self, rows: NDArray[np.bool_]) -> "Room":
        """The room of some houses."""
        return Room(self.places[rows], self.free[rows])


def room(fitted: Fit) -> Room:
    """Room of every house; one that declared more than its places has at least these."""
    guests = np.where(fitted.judged, np.nan_to_num(fitted.guests), 0.0)
    filed = fitted.judged.sum(axis=1)
    most = np.maximum(EXTRA * fitted.places, guests.max(axis=1, initial=0.0))
    return Room(filed * fitted.places, most * filed - guests.sum(axis=1))


def expected(shares: Numbers, room: Room) -> Numbers:
    """Mean hidden guest-nights given hiding, (F,), from chances of steps (F, S)."""
    sizes = model().scale * model().sizes * room.places[:, None]
    sizes = np.minimum(sizes, room.free[:, None])
    mean: Numbers = (shares * sizes).sum(axis=1)
    return mean


def limits(
    chance: Numbers, shares: Numbers, room: Room, coverage: float
) -> tuple[Numbers, Numbers]:
    """Limits (F,), (F,) of hidden guest-nights.

    With probability 1 - ``chance`` (F,) nothing is hidden, else a share of the house's places, even
    inside each step of ``STEPS`` with chances ``shares`` (F, S), and never more than are free.

    Limits serve two: all houses (most hide nothing) and those who hide. Quantiles of the mixture
    at the nominal tails would leave out a third of the hidden totals, since hiding houses are few;
    so the tails are cut to the share of the nominal ones at which 85 of 100 of those who hid in
    made-up towns lay inside (``Model.tail``).
    """
    return within(chance, shares, room, model().tail * (1 - coverage) / 2)


def within(chance: Numbers, shares: Numbers, room: Room, tail: float) -> tuple[Numbers, Numbers]:
    """Quantiles ``tail`` and 1 - ``tail`` of hidden guest-nights, (F,), (F,)."""
    cdf = np.concatenate([np.zeros((len(shares), 1)), np.cumsum(shares, axis=1)], axis=1)
    places = model().scale * room.places
    low, high = (
        np.minimum(_quantile(np.full(len(chance), level), chance, cdf) * places, room.free)
        for level in (tail, 1 - tail)
    )
    return low, high


def _quantile(level: Numbers, chance: Numbers, cdf: Numbers) -> Numbers:
    inside = (level - (1 - chance)) / np.maximum(chance, 1e-12)
    inside = np.clip(inside, 0.0, 1.0)
    step = np.clip((cdf <= inside[:, None]).sum(axis=1) - 1, 0, len(STEPS) - 2)
    row = np.arange(len(cdf))
    width = np.maximum(cdf[row, step + 1] - cdf[row, step], 1e-12)
    part = np.clip((inside - cdf[row, step]) / width, 0.0, 1.0)
    value = STEPS[step] + part * (STEPS[step + 1] - STEPS[step])
    return np.where(level <= 1 - chance, 0.0, value)
