"""Hiding whole stays: who is not written at all, from arrival to departure.

What is left in the books agrees night by night: nobody leaves who did not come. A share of night's
guests crossed out here and there does not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Claim = tuple[Numbers, Numbers, Numbers]

NEARLY_ALL = 0.95  # of the stays that could be left out: somebody always wants a bill


@dataclass(frozen=True)
class Stays:
    """The true nights of one house, (T,): rooms, guests, arrivals."""

    rooms: Numbers
    guests: Numbers
    arrivals: Numbers


def leave_out(
    true: Stays, chance: Numbers, rng: np.random.Generator, most: float = np.inf
) -> Claim:
    """Rooms, guests and arrivals, (T,), without the stays that were left out.

    ``chance`` (T,): of a company that comes on a night to be left out; companies are as large as
    rooms are full. ``most``: guests out of the books at a time.
    """
    guests, arrivals = true.guests.astype(np.int64), true.arrivals.astype(np.int64)
    company = np.maximum(np.round(true.guests / np.maximum(true.rooms, 1)), 1).astype(np.int64)
    out, new_out = np.zeros_like(guests), np.zeros_like(guests)
    there = 0
    for night in range(len(guests)):
        if night:
            before = guests[night - 1]
            leave = min(max(before + arrivals[night] - guests[night], 0), before)
            there -= int(rng.hypergeometric(there, before - there, leave)) if there else 0
        size = company[night]
        fallen = size * rng.binomial(-(-arrivals[night] // size), chance[night])
        room = max(min(most, guests[night]) - there, 0)
        new_out[night] = min(fallen, arrivals[night], int(room))
        there = min(there + int(new_out[night]), int(guests[night]))
        out[night] = there
    left = (guests - out).astype(float)
    kept = left / np.maximum(true.guests, 1.0)
    rooms = np.where(left > 0, np.clip(np.round(true.rooms * kept), 1.0, left), 0.0)
    return rooms, left, np.minimum((arrivals - new_out).astype(float), left)


def beyond_a_sum(true: Stays, months: NDArray[np.intp], share: float) -> NDArray[np.bool_]:
    """Nights, (T,), on which the guest-nights of the month have reached the sum to be declared.

    The sum is the same for each of ``months`` (T,), and beyond it lies a ``share`` of all.
    """
    so_far = np.zeros(len(true.guests))
    for month in np.unique(months):
        these = months == month
        so_far[these] = np.cumsum(true.guests[these])
    order = np.argsort(-so_far, kind="stable")
    count = np.searchsorted(np.cumsum(true.guests[order]), share * true.guests.sum(), side="right")
    beyond = np.zeros(len(true.guests), dtype=bool)
    beyond[order[:count]] = True
    return beyond
