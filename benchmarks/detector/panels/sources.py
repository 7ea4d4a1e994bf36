"""Every panel of the benchmark, by source, setting and seed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities, Panel
from anomaly.simulate import World
from anomaly.simulate import make as make_town
from benchmarks.detector.panels import booking, hotels, outside, troubles, venues
from benchmarks.detector.panels.books import Books
from benchmarks.detector.panels.case import SETTINGS, Case, Given, Setting
from benchmarks.detector.panels.hiding import plant, rhythm
from benchmarks.detector.panels.oblast.build import make_case
from benchmarks.detector.panels.resort.build import make_case as make_resort

Rng = np.random.Generator
Dates = NDArray[np.datetime64]

#: Seeds of measurements begin here; nobody trains or tunes at or above it.
TEST_SEEDS = 100_000
BEGIN = np.datetime64("2025-11-03")  # a Monday


@dataclass(frozen=True)
class Size:
    """Facilities and nights of a panel, and where real series lie (None = not at hand)."""

    facilities: int = 150
    nights: int = 364
    hotels: Path | None = None
    series: Path | None = None


def make(source: str, setting: str, seed: int, size: Size) -> Case:
    """One panel of a seed; those from ``TEST_SEEDS`` on are for measuring only.

    Raises ``LookupError`` with the reason if the source's series are not at hand.
    """
    number = list(SOURCES).index(source), list(SETTINGS).index(setting)
    return SOURCES[source](setting, seed, size, np.random.default_rng([seed, *number]))


def _simulated(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    """A town of a world drawn for the seed; of one seed all settings show the same world."""
    rule = SETTINGS[setting]
    drawn = World.draw(np.random.default_rng(seed))
    parts = np.array(drawn.communities) / sum(drawn.communities) * size.facilities
    mix = {
        kind: weight for kind, weight in drawn.mix.items() if kind not in ("exempt", "community")
    }
    if rule.community:
        mix["community"] = sum(mix.values())
    world = replace(
        drawn,
        nights=size.nights,
        communities=tuple(max(round(part), 1) for part in parts),
        mix=mix,
        share=rule.share,
        arrivals_kept=rule.arrivals,
        checks=rule.checks,
        water=rule.evidence,
        electricity=rule.evidence,
        ota=rule.evidence,
        reviews=rule.evidence,
        mobile=rule.evidence,
    )
    made = make_town(world, seed)
    given = Given(made.panel, made.evidence, made.checks, world.country, seed)
    return Case("simulated", setting, seed, given, made.true_guests, made.kind)


def _booking(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    dates = BEGIN + np.arange(size.nights)
    known = booking.houses(size.facilities, rng)
    return _filed("booking", setting, seed, known, booking.nights(known, dates, rng), "UA", rng)


def _hotels(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    if size.hotels is None or not size.hotels.exists():
        raise LookupError("no file of real hotels (--hotels FILE)")
    known, true = hotels.cut(hotels.read(size.hotels), size.facilities, min(size.nights, 364), rng)
    return _filed("hotels", setting, seed, known, true, "PT", rng)


def _venues(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    if size.series is None:
        raise LookupError("no folder of daily counts (--series DIR)")
    _, counts = venues.read(size.series)
    known, true = venues.cut(counts, size.facilities, size.nights, rng)
    return _filed("venues", setting, seed, known, true, "", rng)


def _oblast(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    """Another hand's oblast, with troubles, hiding and evidence of its own."""
    dates = BEGIN + np.arange(size.nights)
    return make_case(setting, SETTINGS[setting], seed, size.facilities, dates, rng)


def _resort(setting: str, seed: int, size: Size, rng: Rng) -> Case:
    """A third hand's coast, mountains and towns, all of it its own."""
    dates = BEGIN + np.arange(size.nights)
    return make_resort(setting, SETTINGS[setting], seed, size.facilities, dates, rng)


def _filed(
    source: str,
    setting: str,
    seed: int,
    known: Facilities,
    true: Books,
    country: str,
    rng: Rng,
) -> Case:
    """Honest troubles, hiding, disorder of filing; then what is known from outside."""
    rule, span = SETTINGS[setting], true.guests.shape[1]
    dates = BEGIN + np.arange(span)
    if source != "venues":  # those have troubles of their own
        known, true = troubles.befall(known, true, rng)
    together = np.zeros(len(known), dtype=bool)
    if rule.community:
        names, sizes = np.unique(known.community, return_counts=True)
        together = known.community == names[np.argsort(sizes)[len(sizes) // 2]]
    guilty = rng.random(len(known)) < rule.share
    declared, kind = plant(true, guilty, together, rhythm(dates, true.guests), rng)
    if not rule.arrivals:
        declared = declared.without_arrivals()
    filed = troubles.file_away(declared, kind != "", rng)
    panel = Panel(known, dates, filed.rooms, filed.guests, filed.arrivals, filed.exempt)
    given = _told(panel, true, rule, country, seed, rng)
    return Case(source, setting, seed, given, true.guests, kind)


def _told(panel: Panel, true: Books, rule: Setting, country: str, seed: int, rng: Rng) -> Given:
    known, dates = panel.facilities, panel.dates
    evidence = outside.observe(known, true, dates, rule.evidence, rng)
    checks = outside.visit(known, true, dates, rule.checks, rng)
    return Given(panel, evidence, checks, country, seed)


Make = Callable[[str, int, Size, Rng], Case]
SOURCES: dict[str, Make] = {
    "simulated": _simulated,
    "booking": _booking,
    "hotels": _hotels,
    "venues": _venues,
    "oblast": _oblast,
    "resort": _resort,
}
