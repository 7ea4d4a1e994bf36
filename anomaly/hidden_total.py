"""How many nights are hidden: a mixture of "none" and of what a house like this one hides.

The forest of sizes learned where many hide. What it says is multiplied by ``Model.scale``: with it
totals are right in made-up towns where one in seven hides, less what was too much elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.fit import Fit
from anomaly.model import LEVELS, model

Numbers = NDArray[np.float64]


EXTRA = 1.15  # places for one of the register: cots and sofas


@dataclass(frozen=True)
class Room:
    """What a house could hold on its filed nights: ``places`` times nights, (F,), and ``free`` of
    them, (F,), guest-nights beyond which nobody finds a bed (extra ones counted); ``usual``: places
    times nights of the middle house of the group."""

    places: Numbers
    free: Numbers
    usual: float

    def of(self, rows: NDArray[np.bool_]) -> "Room":
        """The room of some houses of the group."""
        return Room(self.places[rows], self.free[rows], self.usual)


def room(fitted: Fit) -> Room:
    """Room of every house; one that declared more than its places has at least these."""
    guests = np.where(fitted.judged, np.nan_to_num(fitted.guests), 0.0)
    filed = fitted.judged.sum(axis=1)
    most = np.maximum(EXTRA * fitted.places, guests.max(axis=1, initial=0.0))
    places = filed * fitted.places
    some = places[filed > 0]
    usual = float(np.median(some)) if len(some) else 0.0
    return Room(places, most * filed - guests.sum(axis=1), usual)


def expected(sizes: Numbers, room: Room) -> Numbers:
    """Mean hidden guest-nights given hiding, (F,), from quantiles of the share (F, Q)."""
    mean: Numbers = _between(_nights(sizes, room)).mean(axis=1)
    return mean


def limits(chance: Numbers, sizes: Numbers, room: Room, coverage: float) -> tuple[Numbers, Numbers]:
    """Limits (F,), (F,) of hidden guest-nights that lose least, with the price that was learned.

    With probability 1 - ``chance`` (F,) nothing is hidden, else a share of the house's places with
    the quantiles ``sizes`` (F, Q), and never more than are free.
    """
    return within(chance, sizes, room, coverage, model().price)


def within(
    chance: Numbers, sizes: Numbers, room: Room, coverage: float, price: float
) -> tuple[Numbers, Numbers]:
    """Limits (F,), (F,) of hidden guest-nights that lose least at a ``price`` of leaving out.

    The loss of limits is their width plus 2 / (1 - ``coverage``) times the nights that lie outside
    (the interval score: T. Gneiting & A. E. Raftery, JASA 102 (2007), eq. 43). It alone is for all
    houses, most of which hide nothing, and gives quantiles of the mixture; these would leave out
    one in four or five of those who hide. So whoever hides and is left out costs ``price`` times
    the middle house of the group more; the same for a small house as for a large one. It never
    leads beyond what ``coverage`` of such houses hide if they hide, but for a low limit of 0.
    """
    nights = _nights(sizes, room)
    steps = np.diff(LEVELS)
    parts = _between(nights) * steps
    before = np.concatenate([np.zeros((len(nights), 1)), np.cumsum(parts, axis=1)], axis=1)
    whole = before[:, -1:]
    miss, left_out = 2.0 / (1.0 - coverage), price * room.usual
    tail = (1.0 - coverage) / 2 - 1e-9
    hides = chance[:, None]
    beyond = (whole - before) - nights * (1 - LEVELS)  # mean nights above each candidate
    upper = nights + hides * (miss * beyond + left_out * (1 - LEVELS))
    upper[:, 1 - tail < LEVELS] = np.inf
    none = chance * (miss * whole[:, 0] + left_out)
    high = np.where(none <= upper.min(axis=1), 0.0, _least(upper, nights))
    short = nights * LEVELS - before  # mean nights below each candidate
    lower = -nights + miss * ((1 - hides) * nights + hides * short) + hides * left_out * LEVELS
    lower[:, tail > LEVELS] = np.inf
    low = np.where(lower.min(axis=1) < 0.0, _least(lower, nights), 0.0)
    return np.minimum(low, high), high


def _nights(sizes: Numbers, room: Room) -> Numbers:
    """Quantiles (F, Q) of hidden guest-nights given hiding."""
    share = model().scale * sizes
    nights: Numbers = np.minimum(share * room.places[:, None], room.free[:, None])
    return nights


def _between(quantiles: Numbers) -> Numbers:
    """Middles between neighbouring quantiles, (F, Q - 1)."""
    return np.asarray((quantiles[:, 1:] + quantiles[:, :-1]) / 2)


def _least(loss: Numbers, nights: Numbers) -> Numbers:
    """Of the candidates ``nights`` (F, Q) those that lose least, (F,)."""
    return np.asarray(nights[np.arange(len(nights)), loss.argmin(axis=1)])
