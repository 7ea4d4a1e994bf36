"""Who gets a room: first come, first served; then some do not show up, and some leave early."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.oblast.houses import Houses
from benchmarks.detector.panels.oblast.parties import Parties

Rng = np.random.Generator
Numbers = NDArray[np.float64]

NO_SHOW = 0.035  # of parties booked more than a day ahead
LEAVES = 0.04  # of parties of three nights and more


def sell(asked: Parties, houses: Houses, rooms: Numbers, rng: Rng) -> Parties:
    """Parties that really slept there, each house at most ``rooms`` (F, N) and the beds in them."""
    order = np.lexsort((asked.night - asked.lead, asked.house))
    asked = asked.take(order)
    beds = np.floor(rooms * (houses.beds / houses.rooms)[:, None] + 1e-9)
    taken = np.zeros(len(asked), dtype=bool)
    edges = np.searchsorted(asked.house, np.arange(len(houses) + 1))
    for row in range(len(houses)):
        part = slice(edges[row], edges[row + 1])
        taken[part] = _admit(asked.take(np.arange(part.start, part.stop)), rooms[row], beds[row])
    came = asked.take(taken)
    shows = (rng.random(len(came)) >= NO_SHOW) | (came.lead < 1.0)
    came = came.take(shows)
    leaves = (rng.random(len(came)) < LEAVES) & (came.stay > 2)
    shorter = np.ceil(came.stay * rng.uniform(0.3, 0.95, len(came))).astype(np.intp)
    return replace(came, stay=np.where(leaves, shorter, came.stay))


def _admit(asked: Parties, rooms: Numbers, beds: Numbers) -> NDArray[np.bool_]:
    """Which parties of one house, in order of booking, find rooms and beds on every night."""
    free_rooms, free_beds = rooms.copy(), beds.copy()
    last = len(rooms)
    out = np.zeros(len(asked), dtype=bool)
    columns = (asked.night, asked.stay, asked.rooms, asked.guests)
    for number, (night, stay, need, guests) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        end = min(night + stay, last)
        if free_rooms[night:end].min() >= need and free_beds[night:end].min() >= guests:
            free_rooms[night:end] -= need
            free_beds[night:end] -= guests
            out[number] = True
    return out
