"""How books reach the register: honest slips of the pen, and nights that are not filed."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import NAMES, Books

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Slip = Callable[[Books, int, Rng], None]

LEAST_FILED = 28  # nights that even the worst house files


def typing(books: Books, row: int, rng: Rng) -> None:
    """A zero too many or too few, figures turned round, on some nights of the year."""
    nights = np.flatnonzero(rng.random(books.guests.shape[1]) < rng.uniform(0.004, 0.02))
    for night in nights.tolist():
        figure = books.guests[row, night]
        turned = int(str(int(figure))[::-1])
        wrong = (figure * 10, np.floor(figure / 10), float(turned))[int(rng.integers(3))]
        books.guests[row, night] = wrong
        for other in (books.arrivals, books.exempt):
            other[row, night] = min(other[row, night], wrong)


def next_day(books: Books, row: int, rng: Rng) -> None:
    """The night porter writes after midnight and takes the date of the clock: one night late."""
    start = 0 if rng.random() < 0.5 else int(rng.integers(books.guests.shape[1]))
    for name in NAMES:
        sheet = getattr(books, name)
        sheet[row, start + 1 :] = sheet[row, start:-1].copy()


def round_figures(books: Books, row: int, rng: Rng) -> None:
    """Writes guests in fives, up as often as down; small numbers as they are."""
    step = 5.0 if np.mean(books.guests[row]) > 25 else 2.0
    guests = books.guests[row]
    near = np.floor(guests / step + 0.5) * step
    books.guests[row] = np.where(guests > 2 * step, near, guests)
    books.arrivals[row] = np.minimum(books.arrivals[row], books.guests[row])
    books.exempt[row] = np.minimum(books.exempt[row], books.guests[row])


def once_a_week(books: Books, row: int, rng: Rng) -> None:
    """Fills in three nights at once from memory: each gets their mean; the sum is right."""
    span = books.guests.shape[1]
    for start in range(int(rng.integers(7)), span - 2, 7):
        when = slice(start, start + 3)
        for name in NAMES:
            sheet = getattr(books, name)
            mean, over = divmod(float(sheet[row, when].sum()), 3.0)
            sheet[row, when] = mean
            sheet[row, start] += over
    books.arrivals[row] = np.minimum(books.arrivals[row], books.guests[row])
    books.exempt[row] = np.minimum(books.exempt[row], books.guests[row])


def bookings_for_people(books: Books, row: int, rng: Rng) -> None:
    """Takes arrivals for arriving parties, not people."""
    books.arrivals[row] = np.ceil(books.arrivals[row] / rng.uniform(1.7, 2.3))


def rooms_for_keys(books: Books, row: int, rng: Rng) -> None:
    """Counts the rooms made ready, one or two too many where there is place."""
    most = books.rooms[row].max()
    more = rng.integers(0, 3, books.rooms.shape[1])
    busy = books.rooms[row] > 0
    books.rooms[row] = np.where(busy, np.minimum(books.rooms[row] + more, most), 0.0)


#: Name → (chance, what it does to an honest house's lines).
SLIPS: dict[str, tuple[float, Slip]] = {
    "typing": (0.07, typing),
    "next_day": (0.04, next_day),
    "round_figures": (0.04, round_figures),
    "once_a_week": (0.04, once_a_week),
    "bookings_for_people": (0.04, bookings_for_people),
    "rooms_for_keys": (0.03, rooms_for_keys),
}


def write(books: Books, honest: Flags, rng: Rng) -> Books:
    """The lines as honest houses write them: some slip in one way; those who hide do not."""
    out = books.copy()
    names = list(SLIPS)
    chances = np.array([SLIPS[name][0] for name in names])
    for row in range(len(honest)):
        way = int(np.searchsorted(np.cumsum(chances), rng.random()))
        if honest[row] and way < len(names):
            SLIPS[names[way]][1](out, row, rng)
    return out


def hand_in(books: Books, closed: Flags, rng: Rng) -> Books:
    """Leave out nights that are not filed, ``closed`` (F, T) among them; NaN in every sheet."""
    missing = closed.copy()
    houses, span = missing.shape
    for row in range(houses):
        lot = rng.random(3)
        if lot[0] < 0.22:  # in arrears at the end
            missing[row, span - int(rng.integers(1, max(span // 16, 2))) :] = True
        if lot[1] < 0.22:  # forgets a night now and then
            missing[row] |= rng.random(span) < rng.uniform(0.01, 0.08)
        if lot[2] < 0.06:  # a hole: nobody was there to file
            start = int(rng.integers(span))
            missing[row, start : start + int(rng.integers(8, 45))] = True
        lacking = LEAST_FILED - int(np.count_nonzero(~missing[row]))
        if lacking > 0:
            missing[row, np.flatnonzero(missing[row])[:lacking]] = False
    return Books(*(np.where(missing, np.nan, getattr(books, name)) for name in NAMES))
