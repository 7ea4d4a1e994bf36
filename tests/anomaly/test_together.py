"""A community that hides as one: seen only where something is known from outside."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import Checks, scan, together
from anomaly.calendar import calendar
from anomaly.judge import look
from anomaly.model import model
from anomaly.simulate import World, make

OUTSIDE = {"water": 0.9, "electricity": 0.9, "ota": 0.5, "checks": 0.1}
CALM = World(communities=(30, 30, 30), categories={"hotel": 1.0}, nights=180, hard=0.0, share=0.3)


def town(seed: int, mix: dict[str, float], **outside: float):
    return make(replace(CALM, mix=mix, **outside), seed)


def chances(made) -> dict[bool, list[float]]:
    """Chance of each community's houses to hide together, by whether they do."""
    found: dict[bool, list[float]] = {True: [], False: []}
    communities = made.panel.facilities.community
    for name in np.unique(communities):
        rows = np.flatnonzero(communities == name)
        panel = made.panel.take(rows)
        nights = calendar(panel.dates, "UA")
        seen = look(panel, nights, made.evidence, made.checks, model().usual)
        chance = together.chance(seen.figures, np.ones(len(rows), dtype=bool))
        found[bool(np.mean(made.kind[rows] == "community") > 0.5)].append(chance)
    return found


def test_a_community_that_hides_as_one_is_likelier_to_than_its_neighbours():
    together_, apart = [], []
    for seed in (901, 902, 903):
        found = chances(town(seed, {"community": 1.0}, **OUTSIDE))
        together_ += found[True]
        apart += found[False]
    assert len(together_) >= 2
    assert len(apart) >= 2
    assert np.median(together_) > 3 * np.median(apart)
    assert max(apart) < 0.05


def test_books_alone_tell_nothing_of_a_whole_community():
    found = chances(town(904, {"community": 1.0}))
    assert set(found[True] + found[False]) == {0.0}


def test_a_handful_of_houses_is_no_community():
    made = town(905, {"share": 1.0}, **OUTSIDE)
    panel = made.panel.take(np.arange(3))
    seen = look(panel, calendar(panel.dates, "UA"), made.evidence, None, model().usual)
    assert together.chance(seen.figures, np.ones(3, dtype=bool)) == 0.0


def test_it_lifts_all_of_a_group_alike_and_no_other():
    made = town(906, {"share": 1.0})
    places = made.panel.facilities
    first = np.flatnonzero(places.community == places.community[0])[:3]
    declared = made.panel.guests[first, 90]
    counted = Checks(
        places.facility_id[first],
        np.repeat(made.panel.dates[90], 3),
        np.nan_to_num(declared) * 2 + 10,
        np.repeat("complaint", 3),
        np.full(3, np.nan),
    )
    before, after = (scan(made.panel, checks=checks).facilities for checks in (None, counted))
    order = [np.argsort(rows.facility_id) for rows in (before, after)]
    moved = after.probability[order[1]] - before.probability[order[0]]
    community = places.community[np.argsort(places.facility_id)]
    assert np.median(moved[community == places.community[0]]) > 0
    assert np.all(moved[community != places.community[0]] == pytest.approx(0.0))


def test_whoever_rises_with_the_whole_group_is_told_so():
    told: dict[bool, list[float]] = {True: [], False: []}
    for seed in (901, 902, 903):
        made = town(seed, {"community": 1.0}, **OUTSIDE)
        rows = scan(made.panel, evidence=made.evidence, checks=made.checks).facilities
        kind = made.kind[np.argsort(made.panel.facilities.facility_id)]
        for name, reasons in zip(rows.facility_id, rows.reasons, strict=True):
            hides = bool(kind[np.searchsorted(np.sort(rows.facility_id), name)] == "community")
            said = [reason for reason in reasons if reason.code == "GROUP_AS_ONE"]
            told[hides].append(float(len(said)))
            assert all(0.1 <= reason.numbers["chance"] <= 1 for reason in said)
            assert all(reason.numbers["houses"] == 30 for reason in said)
    assert np.mean(told[True]) > 0.3
    assert np.mean(told[False]) == 0.0
