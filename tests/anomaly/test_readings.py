"""Readings imply guests by the honest line of the group, and say so of each house."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import Evidence
from anomaly.calendar import calendar
from anomaly.fit import fit
from anomaly.readings import agreed, combined, common_line, implied, told_by_kind
from anomaly.simulate import World, make
from anomaly.traces import Group

HIDER = 3


@pytest.fixture(scope="module")
def group():
    """An honest group of twelve houses over a year, of which one declares half."""
    world = World(communities=(12,), categories={"hotel": 1.0}, share=0.0, hard=0.0)
    panel = make(world, 4).panel
    panel = panel.take(np.argsort(panel.facilities.facility_id))
    guests = panel.guests.copy()
    guests[HIDER] = np.round(0.5 * guests[HIDER])
    part = replace(panel, guests=guests)
    nights = calendar(panel.dates, "UA")
    return Group(part, fit(part, nights), nights), panel.guests


def monthly(group, true, kind, factor, who=slice(None)):
    ids, dates = group.panel.facilities.facility_id, group.panel.dates
    rows = [
        (ids[at], "", dates[t], dates[t + 29], kind, factor * true[at, t : t + 30].sum())
        for at in np.arange(len(ids))[who]
        for t in range(0, 360, 30)
    ]
    return Evidence(*(np.array(column) for column in zip(*rows, strict=True)))


def test_a_meter_tells_how_many_slept_there(group):
    group, true = group
    told = implied(group, monthly(group, true, "water_m3", 0.2), "water_m3")
    assert told.excess[HIDER] == pytest.approx(np.log(2), abs=0.15)
    others = np.delete(told.excess, HIDER)
    assert np.all(np.abs(others) < 0.1)
    assert told.steep[HIDER] == pytest.approx(2.0, abs=0.3)
    assert told.worst[HIDER] >= told.excess[HIDER] - 0.05
    assert np.all(told.count == 12)


def test_rooms_that_a_platform_does_not_show_free_are_taken(group):
    group, _ = group
    rooms, taken = group.panel.facilities.rooms, group.panel.rooms_occupied
    ids, dates = group.panel.facilities.facility_id, group.panel.dates
    rows = [
        (ids[at], "", dates[t], dates[t], "ota_rooms_available", max(rooms[at] - taken[at, t], 0.0))
        for at in range(len(ids))
        for t in range(0, 360, 7)
    ]
    evidence = Evidence(*(np.array(column) for column in zip(*rows, strict=True)))
    told = implied(group, evidence, "ota_rooms_available")
    assert np.all(np.abs(told.excess) < 0.15), "rooms were declared as they were"


def test_too_few_houses_with_readings_say_nothing(group):
    group, true = group
    told = told_by_kind(group, monthly(group, true, "water_m3", 0.2, slice(0, 3)))
    assert np.isnan(combined(told)).all()
    assert np.isnan(told_by_kind(group, None)["reviews"].excess).all()


def test_spans_that_were_hardly_filed_or_lie_outside_are_left_out(group):
    group, true = group
    evidence = monthly(group, true, "water_m3", 0.2)
    outside = Evidence(
        evidence.facility_id,
        evidence.community,
        evidence.date_from - np.timedelta64(1000, "D"),
        evidence.date_to,
        evidence.kind,
        evidence.value,
    )
    assert np.isnan(implied(group, outside, "water_m3").excess).all()


def test_two_kinds_that_agree_say_more_than_one(group):
    group, true = group
    water = monthly(group, true, "water_m3", 0.2)
    power = monthly(group, true, "electricity_kwh", 6.0)
    both = Evidence(
        *(
            np.concatenate([getattr(water, name), getattr(power, name)])
            for name in ("facility_id", "community", "date_from", "date_to", "kind", "value")
        )
    )
    least, steep = agreed(told_by_kind(group, both))
    assert least[HIDER] > 0.5
    assert steep[HIDER] > 1.5
    assert np.isnan(agreed(told_by_kind(group, water))[0]).all()


def test_the_common_line_is_not_lifted_by_those_who_hide():
    rng = np.random.default_rng(1)
    x = rng.uniform(0.1, 0.8, 200)
    y = 0.05 + 0.2 * x * rng.normal(1, 0.02, 200)
    y[:40] = 0.05 + 0.2 * 2 * x[:40]
    base, rate = common_line(y, x)
    assert base == pytest.approx(0.05, abs=0.03)
    assert rate == pytest.approx(0.2, abs=0.06)
