"""Honest houses that look guilty, and honest disorder in what is filed."""

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels import stays
from benchmarks.detector.panels.books import NAMES, Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator

TROUBLED = 0.22  # of the houses
TROUBLES = ("quiet", "renovation", "long_let", "wrong_beds", "wave", "improves", "irregular")


def befall(known: Facilities, true: Books, rng: Rng) -> tuple[Facilities, Books]:
    """Let honest troubles happen to some houses; return the register and the nights after them.

    quiet: far fewer guests than its peers all year · renovation: nothing for weeks · long_let: a
    flat number of people all year · wrong_beds: the register says too many · wave: displaced people
    fill it for a while, exempt · improves: quiet at first, usual later · irregular: closed on some
    days of the week.
    """
    out, beds, rooms = true.copy(), known.beds.copy(), known.rooms.copy()
    span = true.guests.shape[1]
    for row in np.flatnonzero(rng.random(len(known)) < TROUBLED).tolist():
        trouble = TROUBLES[rng.integers(len(TROUBLES))]
        every = np.arange(span)
        if trouble == "quiet":
            _fewer_stays(out, row, span, rng.uniform(0.35, 0.7), rng)
        elif trouble == "renovation":
            start = rng.integers(span)
            _shut(out, row, every[start : start + rng.integers(20, 90)])
        elif trouble == "improves":
            _fewer_stays(out, row, int(rng.integers(span // 4, 3 * span // 4)), 0.55, rng)
        elif trouble == "irregular":
            shut = (every % 7) == rng.integers(7)
            _shut(out, row, every[shut & (rng.random(span) < 0.8)])
        elif trouble == "wrong_beds":
            times = rng.uniform(1.3, 1.9)
            beds[row], rooms[row] = np.round(beds[row] * times), np.round(rooms[row] * times)
        elif trouble == "long_let":
            _fill_up(out, row, every, np.round(0.5 * known.beds[row]), 0.0, known, rng)
        elif trouble == "wave":
            start = rng.integers(span)
            _fill_up(
                out,
                row,
                every[start : start + 60],
                np.round(0.9 * known.beds[row]),
                0.9,
                known,
                rng,
            )
    known = Facilities(
        known.facility_id,
        known.community,
        known.category,
        known.stars,
        rooms,
        beds,
        known.lat,
        known.lon,
        known.opened,
        known.closed,
    )
    return known, out


def file_away(declared: Books, guilty: NDArray[np.bool_], rng: Rng) -> Books:
    """Leave nights out as people do; some honest ones mistype. NaN is a night not filed."""
    out = declared.copy()
    count, span = out.guests.shape
    missing = rng.random((count, span)) < rng.beta(0.6, 25, (count, 1))
    for row in np.flatnonzero(rng.random(count) < 0.1):
        start = rng.integers(span)
        missing[row, start : start + rng.integers(5, 40)] = True
    for row in np.flatnonzero((rng.random(count) < 0.02) & ~guilty):
        at = rng.integers(span)
        if out.guests[row, at] > 0:
            out.guests[row, at] *= 10
    for name in NAMES:
        getattr(out, name)[missing] = np.nan
    return out


def _shut(books: Books, row: int, nights: NDArray[np.intp]) -> None:
    """Nobody sleeps there on some nights."""
    books.keep(row, nights, np.zeros(len(nights)), careful=True)


def _fewer_stays(books: Books, row: int, until: int, share: float, rng: Rng) -> None:
    """Of the guests who come before night ``until`` each comes with chance ``share``, or never.

    Who does not come is missing on all nights of the stay: a house that sells less has other books
    than one that leaves guests out night by night, which is what hiding them looks like.
    """
    guests = np.nan_to_num(books.guests[row])
    came, left = stays.told(guests, np.nan_to_num(books.arrivals[row]), rng)
    kept = (came >= until) | (rng.random(len(came)) < share)
    here, arrived = stays.nights(came[kept], left[kept], len(guests))
    fewer = np.flatnonzero(here < guests)
    books.keep(row, fewer, here[fewer], careful=False)
    books.arrivals[row] = np.where(np.isnan(books.arrivals[row]), np.nan, arrived)


def _fill_up(
    books: Books,
    row: int,
    nights: NDArray[np.intp],
    people: float,
    exempt: float,
    known: Facilities,
    rng: Rng,
) -> None:
    """The same people every night, now and then one leaves and another comes."""
    change = rng.poisson(0.02 * people, len(nights))
    guests = np.clip(people + rng.integers(-1, 2, len(nights)), 0, known.beds[row])
    came = np.maximum(np.diff(guests, prepend=0), 0.0) + np.minimum(change, guests)
    counted = ~np.isnan(books.rooms[row, nights])
    rooms = np.minimum(np.ceil(guests * known.rooms[row] / known.beds[row]), known.rooms[row])
    books.guests[row, nights] = guests
    books.rooms[row, nights] = np.where(counted, rooms, np.nan)
    books.arrivals[row, nights] = np.where(counted, np.minimum(came, guests), np.nan)
    books.exempt[row, nights] = rng.binomial(guests.astype(int), exempt)
