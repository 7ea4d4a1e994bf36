"""Ways of hiding that act on bookings: what is not written never was, so the books agree.

Each way says which stays an owner would rather not write; how many of them he leaves out follows
from how bold he is. Exempt guests owe nothing, so most owners write them down in any case.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.resort.desk import Stays
from benchmarks.detector.panels.resort.houses import Houses
from benchmarks.detector.panels.resort.places import GROUP, LODGER

Places = NDArray[np.intp]
Truths = NDArray[np.bool_]
Rng = np.random.Generator
Liking = Callable[[Stays, Houses, Rng], Truths]

MOST = 0.95  # of the stays an owner likes to hide: a few are always seen by somebody
LEAST = 0.08  # of the nights concerned; below it the way is not worth its risk
EXEMPT_WRITTEN = 0.85  # of parties all exempt


def _cash(stays: Stays, houses: Houses, rng: Rng) -> Truths:
    """Paid in cash at the door: no platform, bank or till knows of them."""
    return stays.ask.cash


def _passing(stays: Stays, houses: Houses, rng: Rng) -> Truths:
    """Here for a night or two, gone before anyone could ask."""
    return (stays.ask.nights <= 2) & (stays.ask.party <= 4)


def _coaches(stays: Stays, houses: Houses, rng: Rng) -> Truths:
    """Groups whose leader pays in one envelope."""
    return stays.ask.segment == GROUP


def _lodgers(stays: Stays, houses: Houses, rng: Rng) -> Truths:
    """Crews and others who stay for weeks, "let", not "accommodated"."""
    return (stays.ask.segment == LODGER) | (stays.ask.nights >= 12)


def _annex(stays: Stays, houses: Houses, rng: Rng) -> Truths:
    """The cottages behind the house, which no licence mentions."""
    return stays.kind == 1


#: Way → weight among the ways, which stays it prefers.
PREFERRED: dict[str, tuple[float, Liking]] = {
    "cash": (1.6, _cash),
    "passing": (1.0, _passing),
    "coaches": (0.7, _coaches),
    "lodgers": (0.8, _lodgers),
    "annex": (0.8, _annex),
}
#: Way → weight; these write every booking, but not all of it.
SHORTENED: dict[str, float] = {"one_name": 1.0, "cut_stays": 0.8}


def leave_out(way: str, stays: Stays, houses: Houses, bold: float, rng: Rng) -> tuple[Stays, float]:
    """The stays of one house as written, and the share of guest-nights that is not.

    ``bold``: share of guest-nights wished hidden, 0.1 … 0.7. All of ``stays`` are concerned.
    """
    nights = (stays.ask.party * stays.ask.nights).astype(float)
    total = max(float(nights.sum()), 1.0)
    if way == "one_name":
        written = _one_name(stays, bold, rng)
    elif way == "cut_stays":
        written = _cut_stays(stays, bold, rng)
    else:
        liked = PREFERRED[way][1](stays, houses, rng)
        liked &= (stays.ask.exempt < stays.ask.party) | (rng.random(len(stays)) > EXEMPT_WRITTEN)
        chance = min(MOST, bold * total / max(float(nights[liked].sum()), 1.0))
        written = stays.take(~(liked & (rng.random(len(stays)) < chance)))
    kept = float((written.ask.party * written.ask.nights).sum())
    return written, 1 - kept / total


def _one_name(stays: Stays, bold: float, rng: Rng) -> Stays:
    """One name for each room, that of whoever paid; the room itself is written."""
    nights, party = stays.ask.nights, stays.ask.party
    least = np.maximum(stays.units, 1)
    could = float(((party - least) * nights).sum()) / max(float((party * nights).sum()), 1.0)
    cut = (party > least) & (rng.random(len(stays)) < min(MOST, bold / max(could, 1e-9)))
    party = np.where(cut, least, party)
    return stays.changed(nights, party)


def _cut_stays(stays: Stays, bold: float, rng: Rng) -> Stays:
    """A week written as three nights; the day of arrival is true, that of leaving is not."""
    nights = stays.ask.nights
    deep = min(bold * 1.6, 0.85)
    cut = np.maximum(np.floor(nights * (1 - rng.uniform(0.6, 1.2, len(stays)) * deep)), 1)
    cut = np.minimum(cut, nights).astype(np.intp)
    written = np.where(rng.random(len(stays)) < 0.75, cut, nights)
    return stays.changed(written, stays.ask.party)
