"""One panel of this world: what was, what owners wrote, what the office got and what it knows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities, Panel
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.case import Case, Given, Setting
from benchmarks.detector.panels.resort import asks, desk, fates, known, owners, pen
from benchmarks.detector.panels.resort import houses as building
from benchmarks.detector.panels.resort.houses import Houses
from benchmarks.detector.panels.resort.places import climate
from benchmarks.detector.panels.resort.visits import as_checks, visited

Dates = NDArray[np.datetime64]
Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Rng = np.random.Generator

WARMING_UP = 70  # nights before the panel, so that it begins with guests in the rooms
NEW, GIVEN_UP = 0.04, 0.02  # shares of houses that open, and close for good, within the span
TOLD = 0.7  # of such dates that the register knows


@dataclass(frozen=True)
class Life:
    """First and last night of houses in the panel, (F,); what the register says of them, NaT."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    opened: Dates
    closed: Dates


def make_case(
    setting_name: str, setting: Setting, seed: int, facilities: int, dates: Dates, rng: Rng
) -> Case:
    """A panel of ``facilities`` houses on ``dates``, consecutive nights, with its truth."""
    houses = building.build(facilities, rng)
    early = dates[0] - WARMING_UP
    every = early + np.arange(WARMING_UP + len(dates))
    fortunes = fates.befall(houses, every, WARMING_UP, rng)
    life = _lives(facilities, dates, rng)
    night = np.arange(len(every)) - WARMING_UP
    alive = (night >= life.first[:, None]) & (night <= life.last[:, None])
    fortunes.open[~alive] = 0.0
    asked = asks.asked(houses, climate(houses.kinds, every, rng), fortunes, rng)
    stays = desk.admit(asked, houses, fortunes.open, rng)
    world = owners.World(houses, stays, dates, WARMING_UP)
    true = world.books(stays)
    guilty, together = _who(houses, true, setting, rng)
    visits = visited(houses, true.guests, guilty | together, setting.checks, rng)
    declared, kind = owners.hide(world, true, guilty, together, visits, rng)
    alive, on_sale = alive[:, WARMING_UP:], fortunes.open[:, WARMING_UP:]
    shut = fortunes.shut[:, WARMING_UP:] & (true.guests == 0) & alive
    closed = (on_sale == 0) & (true.guests == 0)
    missing = pen.unfiled(houses, declared.guests, closed, shut, dates, rng) | ~alive
    hidden = np.where(missing, 0.0, true.guests - declared.guests).sum(axis=1)
    for row in np.flatnonzero((kind != "") & (hidden <= 0)).tolist():  # nothing came of it
        declared.restore(row, true)
        kind[row] = ""
    written = pen.slip(declared, kind == "", rng)
    ids = np.array([f"resort-{row + 1:04d}" for row in rng.permutation(facilities)])
    panel = _panel(houses, ids, life, written, missing, shut, dates, setting, rng)
    others = fortunes.others[:, WARMING_UP:]
    evidence = known.observe(houses, true, others, on_sale, dates, setting.evidence, ids, rng)
    given = Given(panel, evidence, as_checks(visits, dates, ids), "UA", seed)
    return Case("resort", setting_name, seed, given, true.guests, kind)


def _who(houses: Houses, true: Books, setting: Setting, rng: Rng) -> tuple[Truths, Truths]:
    """Who hides alone and which mid-sized community hides together, (F,) both."""
    busy = true.guests.sum(axis=1) > 0
    together = np.zeros(len(houses), dtype=bool)
    if setting.community:
        names, sizes = np.unique(houses.community, return_counts=True)
        middle = names[np.argsort(sizes, kind="stable")[len(sizes) // 2]]
        together = busy & (houses.community == middle)
    guilty = busy & ~together & (rng.random(len(houses)) < setting.share)
    if setting.share > 0 and not (guilty.any() or together.any()) and busy.any():
        guilty[rng.choice(np.flatnonzero(busy))] = True
    return guilty, together


def _lives(count: int, dates: Dates, rng: Rng) -> Life:
    span = len(dates)
    first, last = np.zeros(count, dtype=np.intp), np.full(count, span - 1)
    new, given_up = rng.random(count) < NEW, rng.random(count) < GIVEN_UP
    first[new] = rng.integers(span // 20, span // 2 + 1, new.sum())
    last[given_up] = rng.integers(span // 2, span, given_up.sum())
    opened = dates[0] - rng.integers(200, 9000, count).astype("m8[D]")
    opened[new] = dates[0] + first[new]
    opened[rng.random(count) >= np.where(new, TOLD, 0.9)] = np.datetime64("NaT")
    closed = np.full(count, np.datetime64("NaT"), dtype="M8[D]")
    told = given_up & (rng.random(count) < TOLD)
    closed[told] = dates[0] + last[told]
    return Life(np.where(new, first, -WARMING_UP), last, opened.astype("M8[D]"), closed)


def _panel(
    houses: Houses,
    ids: NDArray[np.str_],
    life: Life,
    written: Books,
    missing: Truths,
    shut: Truths,
    dates: Dates,
    setting: Setting,
    rng: Rng,
) -> Panel:
    rooms, beds = pen.register(houses, rng)
    registered = Facilities(
        ids,
        houses.community,
        houses.category,
        houses.stars,
        rooms,
        beds,
        np.full(len(houses), np.nan),
        np.full(len(houses), np.nan),
        life.opened,
        life.closed,
    )
    filed = written if setting.arrivals else written.without_arrivals()

    def told(sheet: Numbers) -> Numbers:
        return np.where(missing, np.nan, sheet)

    return Panel(
        registered,
        dates,
        told(filed.rooms),
        told(filed.guests),
        told(filed.arrivals),
        told(filed.exempt),
        shut=shut,
    )
