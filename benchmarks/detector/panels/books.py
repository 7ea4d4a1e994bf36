"""Books of houses: what really was each night, and what is written down of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Books:
    """Rooms, guests, arrivals and exempt guests of F houses on T nights, each (F, T).

    ``rooms`` and ``arrivals`` are NaN where nobody counts them (venues that are no hotels).
    """

    rooms: Numbers
    guests: Numbers
    arrivals: Numbers
    exempt: Numbers

    def copy(self) -> "Books":
        """Books that can be changed without changing these."""
        return Books(*(getattr(self, name).copy() for name in NAMES))

    def take(self, rows: Places) -> "Books":
        """The books of some houses."""
        return Books(*(getattr(self, name)[rows] for name in NAMES))

    def without_arrivals(self) -> "Books":
        """The same, arrivals not counted."""
        return replace(self, arrivals=np.full_like(self.arrivals, np.nan))

    def keep(self, row: int, nights: Places, guests: Numbers, careful: bool) -> None:
        """Lower the guests of one house on some nights, and all that goes with them.

        A careful book-keeper leaves arrivals that agree with the guests of the night before; one
        who is not scales each night's arrivals by itself.
        """
        was = self.guests[row, nights]
        share = np.divide(guests, was, out=np.ones_like(was), where=was > 0)
        self.guests[row, nights] = guests
        exempt = np.minimum(np.floor(self.exempt[row, nights] * share + 0.5), guests)
        self.exempt[row, nights] = exempt
        rooms = np.ceil(self.rooms[row, nights] * share - 1e-9)
        self.rooms[row, nights] = np.where(guests > 0, rooms, 0 * rooms)
        arrivals = np.minimum(np.floor(self.arrivals[row, nights] * share + 0.5), guests)
        self.arrivals[row, nights] = arrivals
        if careful and len(nights):
            before = np.concatenate([[np.inf], self.guests[row, :-1]])
            least = np.maximum(self.guests[row] - before, 0.0)  # staying on needs being there
            self.arrivals[row] = np.clip(self.arrivals[row], least, self.guests[row])

    def repeat(self, row: int, source: Places) -> None:
        """Write the lines of nights ``source`` (T,) again as those of each night of one house."""
        for name in NAMES:
            getattr(self, name)[row] = getattr(self, name)[row, source]

    def restore(self, row: int, true: "Books") -> None:
        """Write one house's lines as they were."""
        for name in NAMES:
            getattr(self, name)[row] = getattr(true, name)[row]


NAMES = ("rooms", "guests", "arrivals", "exempt")
