"""What others know of a house changes what is said of it, and nothing given is dropped silently."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import BadInput, Checks, Evidence, ScanParams, scan
from anomaly.simulate import simulate, town

NIGHTS = np.arange("2025-09-01", "2026-09-01", dtype="datetime64[D]")
HIDER = 12


@pytest.fixture(scope="module")
def panel_and_truth():
    """An honest town in which one house hides 45 % of every night."""
    facilities, season = town(60, seed=5, communities=1)
    made = simulate(facilities, season, NIGHTS, seed=5, share=0.0, hard=0.0)
    guests = made.panel.guests.copy()
    guests[HIDER] = np.round(0.55 * guests[HIDER])
    panel = replace(made.panel, guests=guests, arrivals=np.full_like(guests, np.nan), exempt=None)
    return panel, made.true_guests


def row_of(result, name):
    return int(np.flatnonzero(result.facilities.facility_id == name)[0])


def water(panel, true, rng):
    rows = []
    for at, name in enumerate(panel.facilities.facility_id):
        for start in range(0, 360, 30):
            used = 0.18 * true[at, start : start + 30].sum() * rng.normal(1, 0.05) + 5
            rows.append((name, "", NIGHTS[start], NIGHTS[start + 29], "water_m3", max(used, 0.0)))
    return Evidence(*(np.array(column) for column in zip(*rows, strict=True)))


def test_water_brings_out_a_constant_share(panel_and_truth):
    panel, true = panel_and_truth
    name = panel.facilities.facility_id[HIDER]
    without = scan(panel)
    given = scan(panel, evidence=water(panel, true, np.random.default_rng(1)))
    blind, seen = row_of(without, name), row_of(given, name)
    assert given.facilities.p_value[seen] < 0.3 * without.facilities.p_value[blind]
    assert given.facilities.score[seen] > without.facilities.score[blind]
    assert seen <= blind
    row = given.facilities
    assert row.plausible_low[seen] <= true[HIDER].sum() <= row.plausible_high[seen]
    assert "EVIDENCE_HIGH" in [reason.code for reason in row.reasons[seen]]


def test_a_visit_that_saw_more_raises_and_one_that_agrees_lowers(panel_and_truth):
    panel, true = panel_and_truth
    ids = panel.facilities.facility_id
    busy = int(np.argmax(true[HIDER]))
    checks = Checks(
        ids[[HIDER, 7]],
        NIGHTS[[busy, 100]],
        np.array([true[HIDER, busy], panel.guests[7, 100]]),
        np.array(["risk", "random"]),
        np.array([np.nan, 0.05]),
    )
    before, after = scan(panel), scan(panel, checks=checks)
    chance = [
        dict(zip(r.facilities.facility_id, r.facilities.probability, strict=True))
        for r in (before, after)
    ]
    assert chance[1][ids[HIDER]] > chance[0][ids[HIDER]]
    assert chance[1][ids[7]] < chance[0][ids[7]]


def test_random_checks_move_the_base_rate_and_others_do_not(panel_and_truth):
    panel, _ = panel_and_truth
    ids = panel.facilities.facility_id
    rows = np.arange(40)
    seen = Checks(
        ids[rows],
        np.full(40, NIGHTS[50]),
        panel.guests[rows, 50],
        np.full(40, "random"),
        np.full(40, 0.1),
    )
    chosen = replace(seen, design=np.full(40, "complaint"))
    assert scan(panel, checks=seen).base_rate < ScanParams().base_rate
    assert scan(panel, checks=chosen).base_rate == ScanParams().base_rate


def test_what_is_not_used_is_named(panel_and_truth):
    panel, _ = panel_and_truth
    night = NIGHTS[:3]
    given = Evidence(
        np.array(["", panel.facilities.facility_id[0], "nobody"]),
        np.array(["c000", "", ""]),
        night,
        night,
        np.array(["reviews", "moonlight", "reviews"]),
        np.array([1.0, 2.0, 3.0]),
    )
    checks = Checks(
        np.array(["nobody"]), night[:1], np.array([1.0]), np.array(["random"]), np.array([0.5])
    )
    assert set(scan(panel, evidence=given, checks=checks).notes) == {
        "EVIDENCE_OF_COMMUNITY_NOT_USED",
        "EVIDENCE_KIND_NOT_USED:moonlight",
        "EVIDENCE_OF_UNKNOWN_FACILITY_NOT_USED",
        "CHECKS_OF_UNKNOWN_FACILITY_NOT_USED",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("design", np.array(["hunch"]), "checks.design_unknown"),
        ("observed_guests", np.array([-1.0]), "checks.number_out_of_range"),
        ("inclusion_probability", np.array([1.5]), "checks.probability_out_of_range"),
    ],
)
def test_checks_that_cannot_be_are_refused(field, value, code):
    checks = Checks(
        np.array(["a"]), NIGHTS[:1], np.array([1.0]), np.array(["random"]), np.array([0.5])
    )
    with pytest.raises(BadInput) as refused:
        replace(checks, **{field: value})
    assert refused.value.code == code


def test_a_reading_below_nothing_is_refused():
    day = np.array(["2026-01-01"], dtype="datetime64[D]")
    with pytest.raises(BadInput) as refused:
        Evidence(
            np.array(["h"]), np.array([""]), day, day, np.array(["water_m3"]), np.array([-1.0])
        )
    assert refused.value.code == "evidence.number_out_of_range"
    assert refused.value.facts["value"] == -1.0
