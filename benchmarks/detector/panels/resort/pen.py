"""What is written where and when: registers out of date, nights not filed, slips of the pen.

Registers and missing nights befall anyone. Slips befall the honest only, so that what a hider
files is never more than the truth.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import NAMES, Books
from benchmarks.detector.panels.resort.houses import Houses

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator

WRONG_REGISTER = 0.08  # share of houses
LOST = 0.004  # share of nights that anyone forgets
#: Share of houses with each disorder of filing.
DISORDER = {"weekends": 0.04, "leave": 0.05, "no_zeros": 0.06, "late_start": 0.04}
SLIPPERY = 0.1  # share of honest houses that mistype
SHIFTED = 0.03  # share of honest houses that write some weeks a night late


def register(houses: Houses, rng: Rng) -> tuple[Numbers, Numbers]:
    """Rooms and beds as registered, (F,) both; most are right, some beds unknown."""
    rooms, beds = houses.rooms.copy(), houses.beds.copy()
    for row in np.flatnonzero(rng.random(len(houses)) < WRONG_REGISTER):
        turn = rng.random()
        if turn < 0.4:  # built on since, or folding beds
            beds[row] = np.ceil(beds[row] * rng.uniform(0.55, 0.85))
        elif turn < 0.8:  # the passport of 1987
            beds[row] = np.ceil(beds[row] * rng.uniform(1.25, 1.9))
            if rng.random() < 0.5:
                rooms[row] = np.ceil(rooms[row] * rng.uniform(1.1, 1.6))
        else:  # somebody took beds for rooms
            rooms[row] = beds[row]
    beds[rng.random(len(houses)) < 0.02] = np.nan
    return rooms, beds


def unfiled(
    houses: Houses, guests: Numbers, closed: Truths, shut: Truths, dates: Dates, rng: Rng
) -> Truths:
    """Nights without a filing, (F, T); ``guests``: as written down at home, ``closed``: really."""
    count, span = guests.shape
    weekday = (dates.astype("M8[D]").astype(int) + 3) % 7
    missing = rng.random(guests.shape) < LOST
    drawn = rng.random((len(DISORDER), count)) < np.array(list(DISORDER.values()))[:, None]
    fate = dict(zip(DISORDER, drawn, strict=True))
    weekend = np.isin(weekday, (4, 5, 6))
    missing |= fate["weekends"][:, None] & weekend & (rng.random(guests.shape) < 0.15)
    for row in np.flatnonzero(fate["leave"]):
        start = rng.integers(0, span)
        missing[row, start : start + rng.integers(7, 40)] = True
    for row in np.flatnonzero(fate["late_start"]):
        missing[row, : rng.integers(5, 45)] = True
    missing |= fate["no_zeros"][:, None] & (guests == 0)
    for town in range(len(houses.kinds)):  # neither power nor network
        for start in rng.integers(0, span, rng.poisson(1.5)):
            hit = (houses.place == town) & (rng.random(count) < 0.4)
            missing[hit, start : start + rng.integers(1, 4)] = True
    silent = rng.random((count, 1)) < 0.5
    return missing | shut | (closed & silent)


def slip(books: Books, honest: Truths, rng: Rng) -> Books:
    """Books of the honest with what a tired hand does to them."""
    books = books.copy()
    count, span = books.guests.shape
    for row in np.flatnonzero(honest & (rng.random(count) < SHIFTED)):
        start = int(rng.integers(1, max(span - 7, 2)))
        nights = np.arange(start, min(start + rng.integers(7, 28), span))
        for name in NAMES:
            sheet = getattr(books, name)
            sheet[row, nights] = sheet[row, nights - 1].copy()
    for row in np.flatnonzero(honest & (rng.random(count) < SLIPPERY)):
        for night in rng.integers(0, span, 1 + rng.poisson(3)):
            _mistype(books, int(row), int(night), rng)
    return books


def _mistype(books: Books, row: int, night: int, rng: Rng) -> None:
    guests = books.guests[row, night]
    turn = int(rng.integers(0, 6))
    if turn == 0:  # a digit lost
        wrong = float(guests // 10)
    elif turn == 1:  # two digits changed places
        wrong = float(int(str(int(guests))[::-1]))
    elif turn == 2:  # a key too many
        wrong = guests * 10 + float(rng.integers(0, 10))
    elif turn == 3:  # guests in the place of arrivals
        wrong = books.arrivals[row, night]
    elif turn == 4:  # rooms in the place of guests
        wrong = books.rooms[row, night]
    else:  # the neighbouring key
        wrong = max(guests + float(rng.choice([-2, -1, 1, 2])), 0.0)
    books.guests[row, night] = wrong
