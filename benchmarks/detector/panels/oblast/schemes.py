"""Who hides, in which way, how much and since when."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import NAMES, Books
from benchmarks.detector.panels.oblast import shaved, unwritten
from benchmarks.detector.panels.oblast.calendar import Calendar
from benchmarks.detector.panels.oblast.houses import Houses
from benchmarks.detector.panels.oblast.parties import Parties, count, together
from benchmarks.detector.panels.oblast.unwritten import Site

Rng = np.random.Generator
Flags = NDArray[np.bool_]
Text = NDArray[np.str_]

WEAKEST, STRONGEST = 0.10, 0.80  # share of guest-nights that is meant to be hidden
BENT = (1.2, 1.7)  # beta between them: more of the weak than of the strong
LEAST = 0.04  # hidden of the whole span, or the keeper takes another way
BEGINS, ENDS = 0.24, 0.08  # chance that it begins, or ends, within the span
TWO_WAYS = 0.18
TEMPTED = {"homestead": 1.35, "hostel": 1.2, "motel": 1.15, "hotel": 0.9, "camp": 0.8}
RING = (0.2, 0.6)  # share that a community agrees upon
ON_PAPER = "community"  # the kind of houses that hide together


@dataclass(frozen=True)
class Plan:
    """What one keeper does: ``ways`` in order, each with a ``share`` of the nights ``since`` …
    ``until`` (indices, the second excluded)."""

    ways: tuple[str, ...]
    shares: tuple[float, ...]
    since: int
    until: int


def who(houses: Houses, share: float, rng: Rng) -> Flags:
    """Draw who hides: small houses likelier than large ones, on average ``share`` of all."""
    lure = np.array([TEMPTED.get(one, 0.75) for one in houses.facilities.category.tolist()])
    return rng.random(len(houses)) < share * lure / lure.mean()


def ring(houses: Houses, rng: Rng) -> Flags:
    """All houses of one community that is neither the smallest nor the largest."""
    names, sizes = np.unique(houses.facilities.community, return_counts=True)
    by_size = np.argsort(sizes, kind="stable")
    middle = by_size[len(names) // 3 : max(len(names) - 1, len(names) // 3 + 1)]
    return houses.facilities.community == names[int(rng.choice(middle))]


def hide(
    slept: Parties,
    houses: Houses,
    calendar: Calendar,
    skip: int,
    guilty: Flags,
    joined: Flags,
    rng: Rng,
) -> tuple[Books, Text]:
    """Books as they are kept, (F, T) without the first ``skip`` nights, and each house's kind.

    ``joined`` houses hide the same share, whole parties in some and a part of each night in
    others; the other ``guilty`` ones go their own ways.
    """
    nights = len(calendar.dates)
    books = count(slept, houses, nights, skip)
    kind = np.full(len(houses), "", dtype="U32")
    agreed = rng.uniform(*RING)
    for row in np.flatnonzero(guilty | joined).tolist():
        own = slept.take(slept.house == row)
        own = replace(own, house=np.zeros_like(own.house))
        alone = houses.take(np.array([row]))
        site = Site(houses.rooms[row], houses.beds[row], calendar.weekday, _month(calendar))
        true = books.guests[row].sum()
        for attempt in range(6):
            plan = _agree(agreed, nights, rng) if joined[row] else _plan(nights, skip, rng)
            if attempt == 5:
                plan = Plan(("portion",), (_share(rng),), skip, nights)
            kept = _carry_out(plan, own, site, alone, skip, rng)
            if kept.guests.sum() <= (1 - LEAST) * true:
                break
        for name in NAMES:
            getattr(books, name)[row] = getattr(kept, name)[0]
        kind[row] = ON_PAPER if joined[row] else "+".join(plan.ways)
    return books, kind


def _share(rng: Rng) -> float:
    return WEAKEST + (STRONGEST - WEAKEST) * float(rng.beta(*BENT))


def _plan(nights: int, skip: int, rng: Rng) -> Plan:
    """A keeper's own way, or two of them."""
    names = [*unwritten.WAYS, *shaved.WAYS]
    share = _share(rng)
    ways = tuple(
        names[one] for one in rng.permutation(len(names))[: 2 if _lot(TWO_WAYS, rng) else 1]
    )
    ways = tuple(sorted(ways, key=names.index))  # parties first, numbers of the night after
    parts = 1 - (1 - share) ** rng.dirichlet(np.full(len(ways), 3.0)) if len(ways) > 1 else [share]
    turn = skip + int((nights - skip) * rng.uniform(0.15, 0.75))
    lot = rng.random()
    since = turn if lot < BEGINS else 0
    until = turn if 1 - lot < ENDS else nights
    return Plan(ways, tuple(float(part) for part in parts), since, until)


def _agree(agreed: float, nights: int, rng: Rng) -> Plan:
    """What a community settled upon, carried out by each as it can."""
    share = float(np.clip(agreed + 0.02 * rng.normal(), 0.12, 0.7))
    return Plan(("anybody" if _lot(0.6, rng) else "portion",), (share,), 0, nights)


def _lot(chance: float, rng: Rng) -> bool:
    return bool(rng.random() < chance)


def _carry_out(plan: Plan, own: Parties, site: Site, alone: Houses, skip: int, rng: Rng) -> Books:
    """Books of one house, (1, T), kept by the plan."""
    nights = len(site.weekday)
    for way, share in zip(plan.ways, plan.shares, strict=True):
        inside = (own.night >= plan.since) & (own.night < plan.until)
        if way in unwritten.WAYS and inside.any():
            kept = unwritten.WAYS[way](own.take(inside), site, share, rng)
            own = together([own.take(~inside), kept])
    books = count(own, alone, nights, skip)
    when = slice(max(plan.since - skip, 0), max(plan.until - skip, 0))
    for way, share in zip(plan.ways, plan.shares, strict=True):
        if way in shaved.WAYS:
            guests = shaved.WAYS[way](books.guests[0, when], share, rng)
            shaved.rewrite(books, 0, guests, when, rng)
    return books


def _month(calendar: Calendar) -> NDArray[np.intp]:
    return (calendar.dates.astype("M8[M]").astype(int) % 12).astype(np.intp)
