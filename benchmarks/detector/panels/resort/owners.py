"""Who hides, in which way, since when, and what he does after an inspector came."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.books import NAMES, Books
from benchmarks.detector.panels.resort import bookings, figures
from benchmarks.detector.panels.resort.desk import Stays, books_of
from benchmarks.detector.panels.resort.houses import Houses
from benchmarks.detector.panels.resort.visits import Visit

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator

#: Way → weight; every way an owner may take, community apart.
WAYS: dict[str, float] = {
    **{name: weight for name, (weight, _) in bookings.PREFERRED.items()},
    **bookings.SHORTENED,
    **{name: weight for name, (weight, _) in figures.FIGURES.items()},
}
TOGETHER = "community"
PARTLY = 0.35  # of hiders who begin or stop within the span
SHORTEST = 90  # nights of hiding
COUNTED_TRULY = 0.6  # of visited hiders write the counted night as it was
LIES_LOW = 0.35  # of visited hiders are honest for some weeks after


@dataclass(frozen=True)
class World:
    """What truly was: stays, houses, dates of the panel (T,), nights of warming up before it."""

    houses: Houses
    stays: Stays
    dates: Dates
    first: int

    def books(self, stays: Stays) -> Books:
        """Books of the panel's nights that follow from stays."""
        return books_of(stays, self.houses, self.first + len(self.dates), self.first)


def hide(
    world: World, true: Books, guilty: Truths, together: Truths, visits: list[Visit], rng: Rng
) -> tuple[Books, NDArray[np.str_]]:
    """What owners write, and the way of each, "" = honest, (F,)."""
    count, span = true.guests.shape
    kind = np.full(count, "", dtype="U16")
    order = np.argsort(world.stays.ask.house, kind="stable")
    edges = np.searchsorted(world.stays.ask.house[order], np.arange(count + 1))
    written = [order[edges[row] : edges[row + 1]] for row in range(count)]
    since = {int(row): _since(span, rng) for row in np.flatnonzero(guilty & ~together)}
    changed: list[Stays] = []
    for row, when in since.items():
        mine = world.stays.take(written[row])
        bold = 0.12 + 0.58 * rng.beta(1.5, 2.4)
        way, new = _choose(mine, when, bold, world, rng)
        kind[row] = way
        if new is not None:
            changed.append(new)
    by_booking = np.isin(kind, [*bookings.PREFERRED, *bookings.SHORTENED])
    same = world.stays.take(~by_booking[world.stays.ask.house])
    declared = world.books(same.joined(changed))
    for row, when in since.items():
        if not by_booking[row]:
            bold = 0.12 + 0.5 * rng.beta(1.5, 2.4)
            _by_figure(str(kind[row]), declared, row, when, bold, world.dates, rng)
    common = rng.uniform(0.18, 0.5)
    for row in np.flatnonzero(together).tolist():
        kind[row] = TOGETHER
        bold = float(np.clip(common + rng.normal(0, 0.03), 0.1, 0.7))
        _by_figure("share", declared, row, slice(0, span), bold, world.dates, rng)
    _after_visits(declared, true, kind, visits, rng)
    return declared, kind


def _since(span: int, rng: Rng) -> slice:
    """Nights on which the owner hides: mostly all, else since or until some night."""
    if rng.random() >= PARTLY or span <= SHORTEST + 14:
        return slice(0, span)
    turn = int(rng.integers(SHORTEST // 2, span - SHORTEST // 2))
    begins = turn < span - SHORTEST and (turn < SHORTEST or rng.random() < 0.6)
    return slice(turn, span) if begins else slice(0, turn)


def _choose(
    mine: Stays, when: slice, bold: float, world: World, rng: Rng
) -> tuple[str, Stays | None]:
    """A way that pays in this house, and its stays as written if the way acts on bookings."""
    day = mine.ask.day - world.first
    concerned = (day >= (when.start or -world.first)) & (day < when.stop)
    weight = np.array(list(WAYS.values()))
    for way in rng.choice(list(WAYS), len(WAYS), replace=False, p=weight / weight.sum()):
        if way in figures.FIGURES:
            return str(way), None
        among, rest = mine.take(concerned), mine.take(~concerned)
        new, hidden = bookings.leave_out(str(way), among, world.houses, bold, rng)
        if hidden >= bookings.LEAST:
            return str(way), rest.joined([new])
    raise AssertionError("some way acts on figures")


def _by_figure(
    way: str, declared: Books, row: int, when: slice, bold: float, dates: Dates, rng: Rng
) -> None:
    guests = declared.guests[row]
    lower = guests.copy()
    lower[when] = figures.FIGURES[way][1](guests[when], bold, dates[when], rng)
    nights = np.zeros(len(guests), dtype=bool)
    nights[when] = True
    figures.understate(declared, row, lower, nights, rng)


def _after_visits(
    declared: Books, true: Books, kind: NDArray[np.str_], visits: list[Visit], rng: Rng
) -> None:
    """An owner who knows that somebody counted writes what was counted, some for weeks on."""
    for visit in visits:
        if kind[visit.row] == "":
            continue
        length = 1 if rng.random() < COUNTED_TRULY else 0
        if rng.random() < LIES_LOW:
            length = int(rng.integers(14, 60))
        nights = slice(visit.night, visit.night + length)
        for name in NAMES:
            getattr(declared, name)[visit.row, nights] = getattr(true, name)[visit.row, nights]
