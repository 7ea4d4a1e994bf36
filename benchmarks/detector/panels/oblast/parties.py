"""Parties that stay, and what books say when they are counted night by night."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.oblast.houses import Houses

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Parties:
    """N parties: ``house`` row, ``night`` of arrival (index), ``stay`` nights (≥ 1), ``rooms``
    taken (0 in dormitories), ``guests`` (≥ 1), ``exempt`` of them, ``segment`` number, ``cash`` =
    pays at the desk, ``lead`` days booked ahead.
    """

    house: Places
    night: Places
    stay: Places
    rooms: Places
    guests: Places
    exempt: Places
    segment: Places
    cash: Flags
    lead: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.house)

    def take(self, rows: Places | Flags) -> "Parties":
        """Some of them."""
        return Parties(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def guest_nights(self) -> Places:
        """Guest-nights of each party, (N,)."""
        return self.guests * self.stay


def together(several: list[Parties]) -> Parties:
    """All of several lists as one."""
    columns = [[getattr(one, field.name) for one in several] for field in fields(Parties)]
    return Parties(*(np.concatenate(column) for column in columns))


def count(parties: Parties, houses: Houses, nights: int, skip: int = 0) -> Books:
    """Books of all houses over ``nights`` nights, the first ``skip`` left out.

    A party is counted on each night from its arrival to the one before it leaves. In dormitories
    a room is opened when those open are about as full as this house lets them become.
    """
    shape = (len(houses), nights + 1)
    inside = parties.take(parties.night < nights)
    end = np.minimum(inside.night + inside.stay, nights)
    sheets = {}
    for name in ("rooms", "guests", "exempt"):
        change = np.zeros(shape)
        values = getattr(inside, name).astype(float)
        np.add.at(change, (inside.house, inside.night), values)
        np.add.at(change, (inside.house, end), -values)
        sheets[name] = np.cumsum(change, axis=1)[:, skip:nights]
    arrivals = np.zeros(shape)
    np.add.at(arrivals, (inside.house, inside.night), inside.guests.astype(float))
    dorm = houses.dorm[:, None]
    opened = np.ceil(sheets["guests"] / np.where(dorm > 0, dorm, 1.0))
    rooms = np.where(dorm > 0, np.minimum(opened, houses.rooms[:, None]), sheets["rooms"])
    return Books(rooms, sheets["guests"], arrivals[:, skip:nights], sheets["exempt"])
