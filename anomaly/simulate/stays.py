"""From demand to people in rooms: arrivals, stays and departures that add up.

On every night guests = those who stay on + those who arrive, and nobody stays on who was not there
the night before; so a honest register never contradicts itself.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def stays(
    occupancy: Numbers,
    rooms: Numbers,
    beds: Numbers,
    stay: Numbers,
    party: Numbers,
    rng: np.random.Generator,
    bursts: float = 0.15,
) -> tuple[Numbers, Numbers, Numbers]:
    """Fill houses night by night.

    occupancy: wanted share of rooms, (F, T) in 0 … 1; rooms, beds: (F,) whole counts; stay: mean
    nights of a stay, >= 1 (1 = everybody leaves in the morning); party: mean guests in a room,
    >= 1; bursts: how far bookings come several rooms at a time, 0 = each by itself. Returns
    rooms, guests, arrivals, each (F, T), whole numbers as float.
    """
    count, nights = occupancy.shape
    size = rooms.astype(np.int64)
    sleeps = np.maximum(np.ceil(beds / np.maximum(rooms, 1)), 1).astype(np.int64)
    more = np.clip((party - 1) / np.maximum(sleeps - 1, 1), 0, 0.95) * (sleeps > 1)
    staying_on = 1 - 1 / np.maximum(stay, 1.0)
    full, people = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    out = np.zeros((3, count, nights))
    lumps = 0.01 + bursts * np.sqrt(rooms) + np.minimum(bursts / 0.15, 1)  # rooms of a group
    for night in range(-14, nights):  # two weeks to fill up first
        wanted = rooms * occupancy[:, max(night, 0)]
        remain = rng.binomial(full, staying_on)
        need = np.maximum(wanted - remain, 0.02 * rooms * occupancy[:, max(night, 0)])
        came = rng.poisson(rng.gamma(np.maximum(need / lumps, 1e-9), lumps))
        came = np.minimum(came, size - remain)
        kept = np.where(full > 0, remain / np.maximum(full, 1), 0.0)
        guests_on = np.where(
            remain > 0,
            np.clip(rng.binomial(people, kept), remain, np.minimum(people, remain * sleeps)),
            0,
        )
        guests_new = came + rng.binomial(came * (sleeps - 1), more)
        guests_new = np.minimum(guests_new, np.maximum(beds.astype(np.int64) - guests_on, came))
        full, people = remain + came, guests_on + guests_new
        if night >= 0:
            out[:, :, night] = full, people, guests_new
    return out[0], out[1], out[2]
