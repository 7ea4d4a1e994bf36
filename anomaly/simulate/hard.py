"""Honest houses that look guilty: what a detector must not mistake for hiding.

low_performer: less wanted than its peers · renovation: shut, or half shut, for weeks · missing:
nights filed late or never · long_let: the same people for months · wrong_beds: a register that
errs · typing_error: 700 for 70 · displaced: full, mostly on exempt grounds, for months ·
improving: more wanted from some night on · event: full for a few nights · air_raid: empty for
weeks while others are not · irregular: shut on some days of most weeks · part_shut: rooms that
stand in the register and are never sold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass
class Books:
    """Books of F houses while they are written: what stands in the register and is filed."""

    rooms: Numbers
    beds: Numbers
    rooms_filed: Numbers
    guests_filed: Numbers
    arrivals_filed: Numbers
    exempt: Numbers

    def lose(self, where: NDArray[np.bool_]) -> None:
        """Leave nights (F, T) unfiled."""
        for sheet in (self.rooms_filed, self.guests_filed, self.arrivals_filed):
            sheet[where] = np.nan


def shape_demand(
    kind: NDArray[np.str_], demand: Numbers, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Change the demand (logit, (F, T)) in place for houses whose story is in their demand.

    Returns the nights on which displaced people fill a house, (F, T).
    """
    nights = demand.shape[1]
    surge = np.zeros(demand.shape, dtype=bool)
    for row in np.flatnonzero(kind != ""):
        start = int(rng.integers(0, nights))
        if kind[row] == "low_performer":
            demand[row] -= rng.uniform(0.8, 1.6)
        elif kind[row] == "renovation":
            depth = rng.choice([30.0, 30.0, 1.5])
            demand[row, start : start + int(rng.integers(20, 60))] -= depth
        elif kind[row] == "displaced":
            surge[row, start : start + int(rng.integers(30, 120))] = True
            demand[row, surge[row]] += 2.5
        elif kind[row] == "improving":
            demand[row, start:] += rng.uniform(0.3, 1.2)
        elif kind[row] == "event":
            for first in rng.integers(0, nights, int(rng.integers(1, 5))):
                demand[row, first : first + int(rng.integers(1, 7))] += rng.uniform(1.5, 4.0)
        elif kind[row] == "air_raid":
            for first in rng.integers(0, nights, int(rng.integers(1, 4))):
                demand[row, first : first + int(rng.integers(5, 22))] -= rng.uniform(1.0, 4.0)
    return surge


def change_stays(
    kind: NDArray[np.str_],
    sheets: tuple[Numbers, Numbers, Numbers],
    beds: Numbers,
    rng: np.random.Generator,
) -> None:
    """Change who was there (rooms, guests, arrivals) where the story is in the stays."""
    for row in np.flatnonzero(kind == "long_let").tolist():
        _let_long(row, sheets, beds[row], rng)
    for row in np.flatnonzero(kind == "irregular").tolist():
        _shut_weekly(row, sheets, rng)


def _let_long(
    row: int, sheets: tuple[Numbers, Numbers, Numbers], beds: float, rng: np.random.Generator
) -> None:
    """The same people for months; in half of the houses all the time, in a part of the beds.

    Of these, half take others in beside them while there is room.
    """
    rooms, guests, arrivals = sheets
    nights = guests.shape[1]
    if rng.random() < 0.5:
        stay = max(np.round(beds * rng.uniform(0.2, 0.9)), 1.0)
        keep = max(np.round(min(float(rooms[row].max()), stay * rng.uniform(0.4, 1.0))), 1.0)
        if rng.random() < 0.5:
            jitter = rng.integers(-1, 2, nights) * (rng.random() < 0.5)
            rooms[row], guests[row] = keep, np.clip(stay + jitter, keep, max(beds, keep))
            arrivals[row] = np.maximum(np.diff(guests[row], prepend=0.0), 0.0)
            change = rng.poisson(rng.choice([0.0, 0.02]) * stay, nights)
            arrivals[row, 1:] = np.minimum(arrivals[row, 1:] + change[1:], guests[row, 1:])
        else:
            more = guests[row] > stay
            arrivals[row] = np.where(more, np.minimum(arrivals[row], guests[row] - stay), 0)
            rooms[row], guests[row] = np.maximum(rooms[row], keep), np.maximum(guests[row], stay)
        return
    start = int(rng.integers(0, nights))
    stop = min(start + int(rng.integers(60, 200)), nights)
    rooms[row, start:stop], guests[row, start:stop] = rooms[row, start], guests[row, start]
    arrivals[row, start + 1 : stop] = 0
    if stop < nights:
        arrivals[row, stop] = max(arrivals[row, stop], guests[row, stop] - guests[row, stop - 1])


def _shut_weekly(
    row: int, sheets: tuple[Numbers, Numbers, Numbers], rng: np.random.Generator
) -> None:
    """Nobody on one or two days of most weeks; who is there on the night after arrived then."""
    _, guests, arrivals = sheets
    nights = guests.shape[1]
    days = rng.choice(7, size=int(rng.integers(1, 3)), replace=False)
    shut = np.isin(np.arange(nights) % 7, days) & (rng.random(nights) < rng.uniform(0.5, 1.0))
    for sheet in sheets:
        sheet[row, shut] = 0
    after = np.flatnonzero(shut[:-1] & ~shut[1:]) + 1
    arrivals[row, after] = guests[row, after]


def write_books(
    kind: NDArray[np.str_], books: Books, rng: np.random.Generator, surge: NDArray[np.bool_]
) -> None:
    """Let the honest troubles happen in the books: gaps, typing errors, a wrong register."""
    nights = books.guests_filed.shape[1]
    lost = np.zeros(books.guests_filed.shape, dtype=bool)
    for row in np.flatnonzero(kind != ""):
        if kind[row] == "missing":
            lost[row] = rng.random(nights) < rng.uniform(0.05, 0.2)
            lost[row, nights - int(rng.integers(1, 10)) :] = True
        elif kind[row] == "renovation" and rng.random() < 0.5:
            lost[row] = np.equal(books.guests_filed[row], 0.0)
        elif kind[row] == "wrong_beds":
            books.beds[row] = np.round(books.beds[row] * rng.choice([0.7, rng.uniform(1.2, 1.9)]))
        elif kind[row] == "part_shut":
            more = rng.uniform(1.2, 3.0)
            books.rooms[row] = np.round(books.rooms[row] * more)
            books.beds[row] = np.round(books.beds[row] * more)
        elif kind[row] == "typing_error":
            slips = rng.choice(nights, size=int(rng.integers(1, 4)), replace=False)
            books.guests_filed[row, slips] *= 10
        elif kind[row] == "displaced":
            books.exempt[row, surge[row]] = np.round(0.8 * books.guests_filed[row, surge[row]])
    books.lose(lost)
