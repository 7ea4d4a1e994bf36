"""Honest real series to make towns of: gaps filled, arrivals that agree with guests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from anomaly.panel import Panel

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

LEAST = 28  # filed nights a series must have
YEAR = 364  # nights: whole weeks
PARTY = 1.8  # guests in a room, where rooms are not kept
SPARE = 1.1  # beds for the fullest night, where the register does not know them


@dataclass(frozen=True)
class Source:
    """A real series, (S,) nights from ``start``.

    ``party`` is guests in a room, >= 1; ``full`` the mean share of beds taken, 0.02 … 0.95.
    """

    start: np.datetime64
    guests: Whole
    arrivals: Whole
    party: Numbers
    full: float
    category: str


def sources(panel: Panel) -> list[Source]:
    """The series of ``panel`` to cut from: those of at least ``LEAST`` nights, with guests."""
    made = []
    for row in range(len(panel.facilities)):
        filed = np.flatnonzero(~np.isnan(panel.guests[row]))
        if len(filed) >= LEAST and panel.guests[row, filed].sum() > 0:
            made.append(_source(panel, row, slice(int(filed[0]), int(filed[-1]) + 1)))
    return made


def _source(panel: Panel, row: int, span: slice) -> Source:
    guests = _filled(panel.guests[row, span])
    before = np.concatenate([guests[:1], guests[:-1]])
    came = panel.arrivals[row, span]
    known = not np.isnan(came).all()
    arrivals = _filled(came) if known else guests
    arrivals = np.clip(np.maximum(arrivals, guests - before), 0.0, guests)
    rooms = panel.rooms_occupied[row, span]
    taken = guests / PARTY if np.isnan(rooms).all() else _filled(rooms)
    smooth_guests = uniform_filter1d(guests, 29, mode="nearest")
    smooth_rooms = uniform_filter1d(taken, 29, mode="nearest")
    party = np.clip(smooth_guests / np.maximum(smooth_rooms, 1e-3), 1.0, 6.0)
    beds = float(np.nan_to_num(panel.facilities.beds[row]))
    beds = max(beds, float(guests.max()) * (1.0 if beds else SPARE))
    return Source(
        panel.dates[span][0],
        guests.astype(np.int64),
        arrivals.astype(np.int64),
        party,
        float(np.clip(guests.mean() / beds, 0.02, 0.95)),
        str(panel.facilities.category[row]),
    )


def _filled(nights: Numbers) -> Numbers:
    """Give a night nobody filed the number of the same weekday nearest before it, or after."""
    weeks = -(-len(nights) // 7)
    padded = np.concatenate([nights, np.full(weeks * 7 - len(nights), np.nan)])
    table = padded.reshape(weeks, 7)
    for order in (range(1, weeks), range(weeks - 2, -1, -1)):
        for week in order:
            other = table[week - 1] if order.step > 0 else table[week + 1]
            table[week] = np.where(np.isnan(table[week]), other, table[week])
    return np.round(np.nan_to_num(table.ravel()[: len(nights)]))
