"""Ways of hiding that act on the night's number: the line of the form is written too low.

A careful owner mends the other columns so that they agree with the night before; another forgets.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator
#: True guests (T,), share wished hidden, dates (T,) → guests to write (T,), not yet whole numbers.
Figure = Callable[[Numbers, float, Dates, Rng], Numbers]


def _share(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """The same part each night, by eye."""
    return guests * (1 - bold * np.exp(rng.normal(0.0, 0.15, len(guests))))


def _lid(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """Never more than a number of which he thinks that it draws no eye."""
    total, low, high = guests.sum(), 0.0, float(guests.max(initial=0.0))
    for _ in range(20):
        lid = (low + high) / 2
        kept = np.minimum(guests, lid).sum()
        low, high = (low, lid) if kept > (1 - bold) * total else (lid, high)
    loose = np.maximum(np.round(high + rng.normal(0, 0.08 * high + 0.3, len(guests))), 1)
    return np.minimum(guests, loose)


def _full_nights(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """Only from nights on which there is much to take: those above the usual."""
    usual = np.median(guests[guests > 0]) if np.any(guests > 0) else 0.0
    full = guests >= usual
    deep = min(bold * guests.sum() / max(guests[full].sum(), 1.0), 0.75)
    return np.where(full, guests * (1 - deep * rng.uniform(0.7, 1.3, len(guests))), guests)


def _plan(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """True until the month's plan is met; little more is written after it."""
    out, month = guests.copy(), dates.astype("M8[M]").astype(int)
    for one in np.unique(month):
        mine = month == one
        so_far = np.cumsum(guests[mine])
        over = so_far > (1 - 1.15 * bold) * so_far[-1]
        out[mine] = np.where(over, guests[mine] * rng.uniform(0.05, 0.3), guests[mine])
    return out


def _as_before(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """Quiet weeks are written again in loud ones, a guest more or less."""
    weeks = np.arange(len(guests)) // 7
    sums = np.bincount(weeks, weights=guests)
    quiet = np.quantile(sums[sums > 0], 1 - bold) if np.any(sums > 0) else 0.0
    model = int(np.argmin(np.abs(sums - quiet * (1 - 0.5 * bold))))
    line = np.resize(guests[weeks == model], 7)
    copied = line[np.arange(len(guests)) % 7] + rng.integers(-1, 2, len(guests))
    return np.where(sums[weeks] > quiet * (1 - 0.5 * bold), copied, guests)


def _dark_nights(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """Some nights nobody was there, he says; most weeks have one or two of them."""
    dark = rng.random(len(guests)) < bold
    return np.where(dark, 0.0, guests)


def _creeping(guests: Numbers, bold: float, dates: Dates, rng: Rng) -> Numbers:
    """A little at first; as nobody comes, more and more."""
    rise = np.linspace(0.2, 1.8, len(guests))
    return guests * (1 - np.clip(bold * rise * rng.uniform(0.8, 1.2, len(guests)), 0, 0.85))


#: Way → weight among the ways, the figures it writes.
FIGURES: dict[str, tuple[float, Figure]] = {
    "share": (1.2, _share),
    "lid": (0.9, _lid),
    "full_nights": (1.2, _full_nights),
    "plan": (0.7, _plan),
    "as_before": (0.8, _as_before),
    "dark_nights": (0.7, _dark_nights),
    "creeping": (0.7, _creeping),
}


def understate(books: Books, row: int, figures: Numbers, when: Truths, rng: Rng) -> None:
    """Write lower guests for one house on the nights ``when``, and the other columns to match.

    Rooms are told truly by a third of owners (platforms and neighbours see them) as far as there
    is a guest for each; half make arrivals agree with the night before.
    """
    true = books.guests[row].copy()
    whole = np.floor(figures + rng.random(len(figures)))
    guests = np.where(when, np.clip(whole, 0, true), true)
    part = np.divide(guests, true, out=np.ones_like(true), where=true > 0)
    rooms = books.rooms[row]
    if rng.random() >= 1 / 3:
        rooms = np.ceil(rooms * part - 1e-9)
    books.rooms[row] = np.minimum(rooms, guests)
    books.guests[row] = guests
    books.exempt[row] = np.minimum(books.exempt[row], guests)
    arrivals = np.minimum(np.floor(books.arrivals[row] * part + 0.5), guests)
    if rng.random() < 0.5:
        before = np.concatenate([[np.inf], guests[:-1]])
        arrivals = np.clip(arrivals, np.maximum(guests - before, 0.0), guests)
    books.arrivals[row] = arrivals
