"""The front desk: who finds a room, and the books that follow from it night by night.

Requests made early are placed first, then late ones into what is left, dearer where the house is
nearly full; a party that does not fit one kind of unit tries the other and otherwise goes away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.resort.asks import LONGEST, Asks, joined
from benchmarks.detector.panels.resort.houses import Houses
from benchmarks.detector.panels.resort.places import BUSINESS, GROUP

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Rng = np.random.Generator

EARLY = 21  # days of lead
DEAR = 0.9  # how far the price of a full house puts late guests off
FILLED = 0.7  # of a dormitory's beds before the next one is opened


@dataclass(frozen=True)
class Stays:
    """N stays that were: the request, the kind of unit given and how many of them, (N,)."""

    ask: Asks
    kind: Places
    units: Places

    def __len__(self) -> int:
        return len(self.ask)

    def take(self, rows: Places | NDArray[np.bool_]) -> "Stays":
        """The stays at ``rows``, in that order."""
        return Stays(self.ask.take(rows), self.kind[rows], self.units[rows])

    def joined(self, others: Sequence["Stays"]) -> "Stays":
        """These and then the others."""
        parts = [self, *others]
        return Stays(
            joined([part.ask for part in parts]),
            np.concatenate([part.kind for part in parts]),
            np.concatenate([part.units for part in parts]),
        )

    def changed(self, nights: Places, party: Places) -> "Stays":
        """The same for other lengths and parties; no more are exempt than there are."""
        exempt = np.minimum(self.ask.exempt, party)
        return replace(self, ask=replace(self.ask, nights=nights, party=party, exempt=exempt))


def admit(asks: Asks, houses: Houses, open_share: Numbers, rng: Rng) -> Stays:
    """Stays of those who found a unit; ``open_share`` (F, T): share of units on sale."""
    span = open_share.shape[1]
    beyond = np.repeat(open_share[:, -1:], LONGEST, axis=1)
    for_sale = np.concatenate([open_share, beyond], axis=1)
    free = np.floor(houses.units[:, :, None] * for_sale[:, None, :] + 0.5).astype(np.int32)
    whole = np.maximum(free.sum(axis=1), 1)
    early = asks.lead >= EARLY
    first = _place(asks.take(early), houses, free, span)
    taken = 1 - free.sum(axis=1) / whole
    late = asks.take(~early)
    put_off = DEAR * np.maximum(taken[late.house, late.day] - 0.5, 0.0)
    firm = np.isin(late.segment, (BUSINESS, GROUP))
    late = late.take((rng.random(len(late)) >= put_off) | firm)
    second = _place(late, houses, free, span)
    every = first.joined([second])
    return every.take(~every.ask.absent)  # rooms held for those who did not come stayed empty


def _place(asks: Asks, houses: Houses, free: NDArray[np.int32], span: int) -> Stays:
    """Place requests day by day into ``free`` (F, 2, T + LONGEST), which is lowered."""
    asks = asks.take(np.lexsort((-asks.lead, asks.day)))
    hostel = houses.dorms[asks.house] > 0
    family = (asks.party > 2) & (asks.segment != GROUP) & (houses.units[asks.house, 1] > 0)
    choice = np.where(family & ~hostel, 1, 0)
    kind, units = np.full(len(asks), -1), np.zeros(len(asks), dtype=np.intp)
    sleeps = houses.sleeps.astype(np.intp)
    edges = np.searchsorted(asks.day, np.arange(span + 1))
    for day in range(span):
        rows = np.arange(edges[day], edges[day + 1])
        for turn in (0, 1):
            rows = rows[kind[rows] < 0]
            if not len(rows):
                break
            window = free[:, :, day : day + LONGEST]
            least = np.minimum.accumulate(window, axis=2)
            house, nights = asks.house[rows], asks.nights[rows]
            wish = choice[rows] if turn == 0 else 1 - choice[rows]
            needs = -(-asks.party[rows] // sleeps[house, wish])
            ahead = _ahead(house * 2 + wish, needs)
            fits = ahead + needs <= least[house, wish, nights - 1]
            yes = rows[fits]
            kind[yes], units[yes] = wish[fits], needs[fits]
            change = np.zeros((free.shape[0], 2, LONGEST + 1), dtype=np.int32)
            begin = np.zeros_like(nights[fits])
            np.add.at(change, (house[fits], wish[fits], begin), needs[fits])
            np.add.at(change, (house[fits], wish[fits], nights[fits]), -needs[fits])
            window -= np.cumsum(change[:, :, :LONGEST], axis=2, dtype=np.int32)
    in_house = kind >= 0
    return Stays(asks, kind, units).take(in_house)


def _ahead(queue: Places, needs: Places) -> Places:
    """Units wanted by those who stand before each in the same queue, (N,)."""
    order = np.argsort(queue, kind="stable")
    line = queue[order]
    before = np.cumsum(needs[order]) - needs[order]
    head = np.concatenate([[True], line[1:] != line[:-1]])
    begin = np.maximum.accumulate(np.where(head, before, 0))
    out = np.empty_like(before)
    out[order] = before - begin
    return out


def books_of(stays: Stays, houses: Houses, span: int, first: int) -> Books:
    """Books of nights ``first`` … ``span`` - 1 that follow from stays."""
    ask, count = stays.ask, len(houses)
    end = np.minimum(ask.day + ask.nights, span)
    width = span + 1
    came, left = ask.house * width + ask.day, ask.house * width + end

    def sheet(weight: NDArray[np.generic], staying: bool = True) -> Numbers:
        size = count * width
        flow = np.bincount(came, weights=weight, minlength=size).reshape(count, width)
        if staying:
            flow -= np.bincount(left, weights=weight, minlength=size).reshape(count, width)
            flow = np.cumsum(flow, axis=1)
        return np.asarray(flow[:, first:span])

    in_dorm = (houses.dorms[ask.house] > 0) & (stays.kind == 0)
    rooms = sheet(np.where(in_dorm, 0, stays.units))
    sleepers = sheet(np.where(in_dorm, ask.party, 0))
    filled = np.maximum(FILLED * houses.dorm_beds, 1.0)[:, None]
    rooms += np.minimum(np.ceil(sleepers / filled - 1e-9), houses.dorms[:, None])
    guests, arrivals = sheet(ask.party), sheet(ask.party, staying=False)
    return Books(rooms, guests, arrivals, sheet(ask.exempt))
