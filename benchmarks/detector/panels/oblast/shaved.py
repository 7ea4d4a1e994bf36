"""Ways of hiding by the night: the evening's number itself is written lower than it was.

Each way is given the guests of a house, (T,), whole and ≥ 0, as the books have them so far, and a
share to hide, and gives back the guests to write, never more. ``rewrite`` then lowers rooms,
arrivals and exempt as this keeper does it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import Books

Rng = np.random.Generator
Numbers = NDArray[np.float64]

#: How keepers bring arrivals into line: with the guests of the night before, by the same share
#: without a look back, or not at all.
CARE = {"agree": 0.5, "scale": 0.35, "leave": 0.15}


def portion(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """The same part of every night, rounded as it falls."""
    return np.floor(guests * (1 - share) + rng.random(len(guests)))


def by_mood(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """A part that changes from evening to evening."""
    firm = 4.0
    part = rng.beta(firm * share, firm * (1 - share), len(guests))
    return np.round(guests * (1 - part))


def tens(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """A part of the night, then down to a round number."""
    step = 10.0 if guests.mean() > 40 else 5.0 if guests.mean() > 12 else 2.0
    kept = guests * (1 - share * 0.75)
    return np.where(kept >= step, np.floor(kept / step) * step, np.floor(kept))


def lid(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Never above a number, found by halving."""
    low, high = 0.0, float(guests.max())
    for _ in range(24):
        middle = (low + high) / 2
        if np.maximum(guests - middle, 0).sum() > share * guests.sum():
            low = middle
        else:
            high = middle
    return np.minimum(guests, max(np.round(high), 1.0))


def empty_nights(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Single nights are written as empty."""
    return np.where(rng.random(len(guests)) < share, 0.0, guests)


def empty_weeks(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Runs of nights are written as empty: away, repairs, no light."""
    out = guests.copy()
    while guests.sum() and 1 - out.sum() / guests.sum() < share - 0.02:
        start = int(rng.integers(len(guests)))
        out[start : start + int(rng.integers(3, 15))] = 0.0
    return out


def yesterday(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Copies the number of a quiet night for days; the truth where that is lower still."""
    quiet = np.quantile(guests, np.clip(0.55 - 0.6 * share, 0.05, 0.5))
    low = np.unique(guests[(guests > 0) & (guests <= max(quiet, 1.0))])
    out = guests.copy()
    night = 0
    while night < len(guests) and len(low):
        run = int(rng.integers(3, 16))
        if rng.random() < 0.35 + 0.65 * share:
            out[night : night + run] = np.minimum(guests[night : night + run], rng.choice(low))
        night += run
    return out


def some_days(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """On two to four fixed days of the week most guests are not written."""
    days = rng.permutation(7)[: int(rng.integers(2, 5))]
    when = np.isin(np.arange(len(guests)) % 7, days)
    part = min(share * guests.sum() / max(guests[when].sum(), 1), 0.9)
    return np.where(when, np.floor(guests * (1 - part) + rng.random(len(guests))), guests)


def bolder(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Starts with one guest and, as nobody comes to look, ends with most of them."""
    part = np.minimum(np.linspace(0, 2 * share, len(guests)), 0.92)
    return np.floor(guests * (1 - part) + rng.random(len(guests)))


def busy_nights(guests: Numbers, share: float, rng: Rng) -> Numbers:
    """Only nights that are well sold are shaved: the poor ones are shown to whoever asks."""
    when = guests >= np.quantile(guests, 0.6)
    part = min(share * guests.sum() / max(guests[when].sum(), 1), 0.85)
    return np.where(when, np.floor(guests * (1 - part) + rng.random(len(guests))), guests)


def rewrite(books: Books, row: int, guests: Numbers, when: slice, rng: Rng) -> None:
    """Write ``guests`` on the nights ``when`` of one house, and lower the rest of the lines.

    Rooms go with the guests, or stay as they were (the maids count them); never more than guests.
    """
    was = books.guests[row].copy()
    kept = np.minimum(guests, was[when])
    books.guests[row, when] = kept
    share = np.divide(kept, was[when], out=np.ones_like(kept), where=was[when] > 0)
    rooms = books.rooms[row, when]
    if rng.random() < 0.7:
        rooms = np.ceil(rooms * share - 1e-9)
    books.rooms[row, when] = np.minimum(rooms, kept)
    exempt = np.floor(books.exempt[row, when] * share + 0.5)
    books.exempt[row, when] = np.minimum(exempt, kept)
    care = str(rng.choice(list(CARE), p=list(CARE.values())))
    now = books.guests[row]
    arrivals = books.arrivals[row].copy()
    if care != "leave":
        arrivals[when] = np.floor(arrivals[when] * share + 0.5)
    if care == "agree":
        before = np.concatenate([[np.inf], now[:-1]])
        arrivals = np.maximum(arrivals, np.maximum(now - before, 0.0))
    books.arrivals[row] = np.minimum(arrivals, now)


Way = Callable[[Numbers, float, Rng], Numbers]
WAYS: dict[str, Way] = {
    "portion": portion,
    "by_mood": by_mood,
    "tens": tens,
    "lid": lid,
    "empty_nights": empty_nights,
    "empty_weeks": empty_weeks,
    "yesterday": yesterday,
    "some_days": some_days,
    "bolder": bolder,
    "busy_nights": busy_nights,
}
