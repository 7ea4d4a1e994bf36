"""The oblast's year as a case of the benchmark."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities, Panel
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.case import Case, Given, Setting
from benchmarks.detector.panels.oblast import calendar, demand, desk, fates, houses, schemes
from benchmarks.detector.panels.oblast.parties import Parties, count, together
from benchmarks.detector.panels.oblast.readings import observe
from benchmarks.detector.panels.oblast.selling import sell
from benchmarks.detector.panels.oblast.visits import visit

Rng = np.random.Generator
Dates = NDArray[np.datetime64]

BEFORE = 56  # nights before the panel, so that its first night has guests who came earlier
COUNTRY = "UA"


@dataclass(frozen=True)
class Year:
    """What really happened: ``slept`` on the nights of ``year``, of which the first ``BEFORE`` lie
    before the panel; ``true`` (F, T) on the panel's nights; ``register`` as others know it."""

    houses: houses.Houses
    year: calendar.Calendar
    fates: fates.Fates
    slept: Parties
    true: Books
    register: Facilities


def live(count_: int, dates: Dates, rng: Rng) -> Year:
    """A year of ``count_`` houses, before anybody writes anything down."""
    built = houses.found(count_, rng)
    year = calendar.keep(dates[0] - BEFORE + np.arange(len(dates) + BEFORE), rng)
    fate = fates.befall(built, year, rng)
    asked = together([demand.ask(built, year, fate, rng), *fate.residents])
    slept = sell(asked, built, fate.rooms, rng)
    true = count(slept, built, len(year.dates), BEFORE)
    return Year(built, year, fate, slept, true, fates.register(built, fate))


def make_case(setting: str, rule: Setting, seed: int, count_: int, dates: Dates, rng: Rng) -> Case:
    """One panel of ``count_`` houses over ``dates`` (consecutive) in the way of ``rule``."""
    made = live(count_, dates, rng)
    guilty = schemes.who(made.houses, rule.share, rng)
    joined = schemes.ring(made.houses, rng) if rule.community else np.zeros(count_, dtype=bool)
    kept, kind = schemes.hide(made.slept, made.houses, made.year, BEFORE, guilty, joined, rng)
    written = desk.write(kept, kind == "", rng)
    if not rule.arrivals:
        written = written.without_arrivals()
    filed = desk.hand_in(written, _closed(made), rng)
    hidden = np.nansum(made.true.guests - filed.guests, axis=1)
    kind = np.where(hidden > 0, kind, "")  # nobody hides who had nothing to hide when he filed
    panel = Panel(made.register, dates, filed.rooms, filed.guests, filed.arrivals, filed.exempt)
    rooms = made.fates.rooms[:, BEFORE:]
    evidence = observe(made.houses, made.true, rooms, dates, rule.evidence, rng)
    checks = visit(made.houses, made.true, rooms, dates, rule.checks, rng)
    given = Given(panel, evidence, checks, COUNTRY, seed)
    return Case("oblast", setting, seed, given, made.true.guests, kind)


def _closed(made: Year) -> NDArray[np.bool_]:
    """Nights on which a house files nothing as it is closed: not yet open, given up, asleep."""
    night = np.arange(len(made.year.dates))
    opens = np.where(made.fates.first >= 0, made.fates.first, 0)
    closes = np.where(made.fates.last >= 0, made.fates.last, len(night))
    away = (night < opens[:, None]) | (night > closes[:, None]) | made.fates.untold
    return away[:, BEFORE:]
