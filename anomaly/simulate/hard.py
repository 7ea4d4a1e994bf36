"""Honest houses that look guilty: what a detector must not mistake for hiding."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

HARD = (
    "low_performer",
    "renovation",
    "missing",
    "long_let",
    "wrong_beds",
    "typing_error",
    "displaced",
    "improving",
)


@dataclass
class Books:
    """Honest books of F houses while they are written: what stands in the register and is filed."""

    beds: Numbers
    rooms_filed: Numbers
    guests_filed: Numbers
    arrivals_filed: Numbers
    exempt: Numbers


def shape_demand(kind: NDArray[np.str_], demand: Numbers, rng: np.random.Generator) -> Numbers:
    """Change the demand (logit, (F, T)) of houses whose story is in their demand."""
    shaped = demand.copy()
    nights = demand.shape[1]
    for row in np.flatnonzero(kind != ""):
        start = int(rng.integers(0, nights))
        if kind[row] == "low_performer":
            shaped[row] -= rng.uniform(0.8, 1.6)
        elif kind[row] == "renovation":
            shaped[row, start : start + int(rng.integers(20, 60))] = -30.0
        elif kind[row] == "displaced":
            shaped[row, start : start + int(rng.integers(30, 120))] += 2.5
        elif kind[row] == "improving":
            shaped[row, start:] += rng.uniform(0.3, 0.7)
    return shaped


def let_long(
    kind: NDArray[np.str_], sheets: tuple[Numbers, Numbers, Numbers], rng: np.random.Generator
) -> None:
    """The same people stay for months in houses with a long let (rooms, guests, arrivals)."""
    rooms, guests, arrivals = sheets
    nights = guests.shape[1]
    for row in np.flatnonzero(kind == "long_let"):
        start = int(rng.integers(0, nights))
        stop = min(start + int(rng.integers(60, 200)), nights)
        rooms[row, start:stop], guests[row, start:stop] = rooms[row, start], guests[row, start]
        arrivals[row, start + 1 : stop] = 0
        if stop < nights:
            arrivals[row, stop] = max(
                arrivals[row, stop], guests[row, stop] - guests[row, stop - 1]
            )


def write_books(
    kind: NDArray[np.str_],
    books: Books,
    rooms: Numbers,
    rng: np.random.Generator,
    surge: NDArray[np.bool_],
) -> None:
    """Let the honest troubles happen in the books: gaps, typing errors, a wrong register."""
    nights = books.guests_filed.shape[1]
    closed = np.equal(books.guests_filed, 0.0)
    for row in np.flatnonzero(kind != ""):
        if kind[row] == "missing":
            lost = np.asarray(rng.random(nights) < rng.uniform(0.05, 0.2))
            lost[nights - int(rng.integers(1, 10)) :] = True
            for sheet in (books.rooms_filed, books.guests_filed, books.arrivals_filed):
                sheet[row, lost] = np.nan
        elif kind[row] == "renovation" and rng.random() < 0.5:
            for sheet in (books.rooms_filed, books.guests_filed, books.arrivals_filed):
                sheet[row, closed[row]] = np.nan
        elif kind[row] == "wrong_beds":
            books.beds[row] = np.round(books.beds[row] * rng.choice([0.7, 1.5]))
        elif kind[row] == "typing_error":
            slips = rng.integers(0, nights, size=int(rng.integers(1, 4)))
            books.guests_filed[row, slips] *= 10
        elif kind[row] == "displaced":
            books.exempt[row, surge[row]] = np.round(0.8 * books.guests_filed[row, surge[row]])
