"""Ways of hiding, planted in books whose truth is known.

Written for the benchmark from the list of kinds alone, apart from the detector's own simulator:
whoever learned there must find here what others made up.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator

#: Share of guests that a hider leaves out when it does: slight, middling and bold.
STRENGTHS = ((0.12, 0.25), (0.25, 0.45), (0.45, 0.75))
CAREFUL = 0.5  # of the hiders make their arrivals agree with their guests


@dataclass(frozen=True)
class Nights:
    """What a hider knows of the calendar: weekday (0 = Monday) and a rough high season, (T,)."""

    weekday: NDArray[np.intp]
    high: NDArray[np.bool_]


def rhythm(dates: NDArray[np.datetime64], guests: Numbers) -> Nights:
    """The calendar of some nights (T,): the high season is when houses (F, T) are fullest."""
    week = np.convolve(guests.sum(axis=0), np.ones(7) / 7, mode="same")
    return Nights((dates.astype("M8[D]").astype(int) + 3) % 7, week >= np.quantile(week, 0.65))


Way = Callable[[Numbers, float, Nights, Rng], Numbers]


def plant(
    books: Books, guilty: NDArray[np.bool_], together: NDArray[np.bool_], nights: Nights, rng: Rng
) -> tuple[Books, NDArray[np.str_]]:
    """Hide guests of the ``guilty`` houses (F,); return what they declare and each one's way.

    Houses in ``together`` are of a community that hides as one: the same share everywhere.
    """
    declared, kind = books.copy(), np.full(len(guilty), "", dtype="<U16")
    common = rng.uniform(0.25, 0.5)
    names = list(WAYS)
    for row in np.flatnonzero(guilty | together).tolist():
        low, high = STRENGTHS[rng.integers(len(STRENGTHS))]
        way, strength = names[rng.integers(len(names))], rng.uniform(low, high)
        if together[row]:
            way, strength = "share", float(np.clip(common + rng.normal(0, 0.05), 0.1, 0.8))
        left = np.minimum(WAYS[way](books.guests[row], strength, nights, rng), books.guests[row])
        touched = np.flatnonzero(left < books.guests[row])
        declared.keep(row, touched, left[touched], bool(rng.random() < CAREFUL))
        if way == "copied":
            declared.repeat(row, _weeks_again(len(left), rng))
        if declared.guests[row].sum() < books.guests[row].sum():
            kind[row] = "community" if together[row] else way
        else:  # a house without guests hides none, and copies may come out too high
            declared.restore(row, books)
    return declared, kind


def _share(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    return true - rng.binomial(true.astype(int), strength)


def _rounded(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    step = 10.0 if np.median(true) >= 25 else 5.0 if np.median(true) >= 10 else 2.0
    return np.floor(true * (1 - strength) / step + 0.5) * step


def _cap(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Never above x, where x is met on most good nights the bolder the hider is."""
    some = true[true > 0]
    most = np.quantile(some, 1 - strength) if len(some) else 0.0
    return np.minimum(true, np.maximum(np.floor(most), 1.0))


def _single(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    return np.where(rng.random(len(true)) < 0.5 * strength, 0.0, true)


def _blocks(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Several runs of nights said to be empty, 4 to 20 nights each."""
    left = true.copy()
    while np.mean((left == 0) & (true > 0)) < 0.5 * strength * np.mean(true > 0):
        start = rng.integers(len(true))
        left[start : start + rng.integers(4, 21)] = 0.0
    return left


def _weekend(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    kept = true - rng.binomial(true.astype(int), min(1.5 * strength, 0.9))
    return np.where(nights.weekday >= 4, kept, true)


def _cash(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Who pays in cash is left out: another share each night."""
    each = rng.beta(4 * strength, 4 * (1 - strength), len(true))
    return true - rng.binomial(true.astype(int), each)


def _copied(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Written a little low; then whole weeks are copied, see ``plant``."""
    return np.floor(true * (1 - 0.6 * strength))


def _weeks_again(count: int, rng: Rng) -> NDArray[np.intp]:
    """For each night the night its line is copied from: one week stands for two to six."""
    source, start = np.arange(count), 0
    while start + 7 < count:
        length = min(7 * int(rng.integers(2, 7)), count - start)
        source[start : start + length] = start + np.arange(length) % 7
        start += length
    return source


def _break(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Honest, then from one day on not."""
    since = int(len(true) * rng.uniform(0.25, 0.75))
    left = true.copy()
    left[since:] -= rng.binomial(true[since:].astype(int), strength)
    return left


def _season(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    return np.where(nights.high, _share(true, min(1.3 * strength, 0.9), nights, rng), true)


def _rooms_shut(true: Numbers, strength: float, nights: Nights, rng: Rng) -> Numbers:
    """Part of the house is said to be closed: its guests are those of the fuller nights."""
    most = np.floor(np.quantile(true, 0.98) * (1 - strength))
    left = np.floor(true * (1 - 0.5 * strength))
    return np.minimum(left, np.maximum(most, 1.0))


WAYS: dict[str, Way] = {
    "share": _share,
    "rounded": _rounded,
    "cap": _cap,
    "empty_single": _single,
    "empty_block": _blocks,
    "weekend": _weekend,
    "cash": _cash,
    "copied": _copied,
    "break": _break,
    "high_season": _season,
    "rooms_closed": _rooms_shut,
}
