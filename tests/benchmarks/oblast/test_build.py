"""A panel of the oblast: what a night can be, what each setting promises, one seed one panel."""

import os
from dataclasses import replace

import numpy as np
import pytest

from anomaly import Evidence, Panel
from benchmarks.detector.panels.case import SETTINGS, Case
from benchmarks.detector.panels.oblast.build import BEFORE, live
from benchmarks.detector.panels.oblast.readings import observe
from benchmarks.detector.panels.sources import BEGIN, SOURCES, Size, make

SIZE = Size(facilities=60, nights=180)
MANY = 12 if os.environ.get("OCCUPANCY_TEST_SIZE") == "full" else 3


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    return {
        setting: [make("oblast", setting, seed, SIZE) for seed in range(MANY)]
        for setting in SETTINGS
    }


@pytest.fixture(scope="module")
def year():
    return live(120, BEGIN + np.arange(364), rng())


def test_the_oblast_is_the_last_source_so_that_others_keep_their_numbers():
    assert list(SOURCES)[:4] == ["simulated", "booking", "hotels", "venues"]
    assert list(SOURCES).index("oblast") == 4


def test_a_true_night_is_one_that_can_be(year):
    true = year.true
    for sheet in (true.rooms, true.guests, true.arrivals, true.exempt):
        assert np.all(sheet >= 0)
        assert np.array_equal(sheet, np.round(sheet))
    assert np.all(true.rooms <= year.houses.rooms[:, None])
    assert np.all(true.guests <= year.houses.beds[:, None])
    assert np.all(true.arrivals <= true.guests)
    assert np.all(true.exempt <= true.guests)
    assert np.all((true.rooms > 0) == (true.guests > 0))


def test_nights_follow_from_each_other(year):
    """Whoever is there tonight came tonight or was there last night."""
    guests, arrivals = year.true.guests, year.true.arrivals
    assert np.all(guests[:, 1:] - arrivals[:, 1:] <= guests[:, :-1])
    assert np.mean(guests[:, 0] > arrivals[:, 0]) > 0.5  # the first night has earlier guests


def test_closed_rooms_are_not_sold(year):
    rooms = year.fates.rooms[:, BEFORE:]
    lets = year.houses.dorm == 0
    assert np.all(year.true.rooms[lets] <= rooms[lets])
    assert not np.any(year.true.guests[rooms == 0])


def test_nights_look_like_those_of_real_hotels(year):
    """Real hotels: 74 and 77 % of rooms, stays of 3 to 4 nights, no empty night, detrended
    memory .6 to .7, variance of nightly arrivals 12 to 13 times the mean. An oblast sells less.
    """
    kind, sort = year.houses.facilities.category, year.houses.sort
    sold = year.true.rooms.sum(axis=1) / (year.houses.rooms * 364)
    assert 0.45 < sold[sort == "city"].mean() < 0.68
    assert 0.35 < sold[sort == "spa"].mean() < 0.62
    assert 0.28 < sold[sort == "ski"].mean() < 0.60
    stay = year.true.guests.sum(axis=1) / np.maximum(year.true.arrivals.sum(axis=1), 1)
    usual = np.array([name == "" for name in year.fates.names])
    assert 1.7 < stay[(kind == "hotel") & (sort == "city") & usual].mean() < 3.2
    assert 5 < stay[(kind == "sanatorium") & usual].mean() < 12
    large = usual & (kind == "hotel") & (year.houses.rooms > 40)
    assert np.mean(year.true.guests[large] == 0) < 0.02
    arrivals = year.true.arrivals[large]
    smooth = np.array([np.convolve(row, np.ones(29) / 29, "same") for row in arrivals])
    uneven = ((arrivals - smooth)[:, 14:-14] ** 2).mean(axis=1) / arrivals.mean(axis=1)
    assert 4 < uneven.mean() < 22
    rooms = year.true.rooms[large]
    level = np.array([np.convolve(row, np.ones(29) / 29, "same") for row in rooms])
    own = (rooms / np.maximum(level, 1))[:, 14:-14]
    memory = [np.corrcoef(row[1:], row[:-1])[0, 1] for row in own]
    assert 0.4 < np.mean(memory) < 0.8


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_filed_is_in_order(cases, setting):
    for case in cases[setting]:
        panel, filed = case.given.panel, case.filed
        assert case.source == "oblast"
        assert case.setting == setting
        assert panel.guests.shape == case.true_guests.shape == (60, 180)
        assert case.given.country == "UA"
        assert filed.sum(axis=1).min() >= 28
        assert 0.85 < filed.mean() < 1
        assert np.all(panel.exempt[filed] <= panel.guests[filed])
        assert np.array_equal(np.isnan(panel.rooms_occupied), ~filed)
        if SETTINGS[setting].arrivals:
            assert np.all(panel.arrivals[filed] <= panel.guests[filed])
            assert np.array_equal(np.isnan(panel.arrivals), ~filed)
        else:
            assert np.isnan(panel.arrivals).all()


@pytest.mark.parametrize("setting", SETTINGS)
def test_who_hides_writes_no_more_than_was_there_and_sometimes_less(cases, setting):
    for case in cases[setting]:
        assert np.all(case.hidden >= 0)
        assert np.all((case.hidden.sum(axis=1) > 0) == case.guilty)


def test_about_so_many_hide_as_the_setting_says(cases):
    for setting in ("none", "sparse", "full", "no_arrivals"):
        shares = [make("oblast", setting, seed, SIZE).guilty.mean() for seed in range(3, 6)]
        shares += [case.guilty.mean() for case in cases[setting]]
        assert 0.05 < np.mean(shares) < 0.22
    for setting in ("honest", "honest_full"):
        assert not any(case.guilty.any() for case in cases[setting])


def test_a_whole_community_hides_about_the_same(cases):
    for case in cases["collusion"]:
        ring = case.kind == "community"
        names = np.unique(case.given.panel.facilities.community[ring])
        assert len(names) == 1
        of_it = case.given.panel.facilities.community == names[0]
        assert ring.sum() >= of_it.sum() - 1  # but one that was closed all the time
        part = (case.hidden.sum(axis=1) / case.true_nights)[ring]
        assert np.std(part) < 0.15
        assert 0.1 < part.mean() < 0.7


def test_honest_houses_slip_but_not_in_sum(cases):
    """Typing errors apart, honest lines are off by rounding and days, and most not at all."""
    exact = []
    for case in cases["honest"]:
        panel, filed = case.given.panel, case.filed
        wrong = np.where(filed, panel.guests != case.true_guests, False)
        exact += (~wrong).all(axis=1).tolist()
    assert 0.6 < np.mean(exact) < 0.95


def test_evidence_is_as_much_as_the_setting_knows(cases):
    for setting, rule in SETTINGS.items():
        for case in cases[setting]:
            assert (case.given.evidence is None) == (rule.evidence == 0)
            assert (case.given.checks is None) == (rule.checks == 0)
    sparse = np.mean([len(case.given.evidence.value) for case in cases["sparse"]])
    full = np.mean([len(case.given.evidence.value) for case in cases["full"]])
    assert 0.15 < sparse / full < 0.5
    kinds = {"water_m3", "electricity_kwh", "ota_rooms_available", "reviews", "mobile_visitors"}
    assert set(cases["full"][0].given.evidence.kind.tolist()) == kinds


def test_water_follows_who_was_there(year):
    """Not what is written: it is read of the true books, and more guests are more water."""
    dates = BEGIN + np.arange(364)
    rooms = year.fates.rooms[:, BEFORE:]
    told = observe(year.houses, year.true, rooms, dates, 1.0, rng())
    assert isinstance(told, Evidence)
    ids = year.houses.facilities.facility_id.tolist()
    of_water = []
    for house in np.unique(told.facility_id[told.kind == "water_m3"]).tolist():
        mine = (told.facility_id == house) & (told.kind == "water_m3")
        row = ids.index(house)
        days = (told.date_to[mine] - told.date_from[mine]).astype(int) + 1
        spans = zip(told.date_from[mine], told.date_to[mine], strict=True)
        guests = [
            year.true.guests[row, (dates >= first) & (dates <= last)].mean()
            for first, last in spans
        ]
        if len(guests) > 5 and np.std(guests):
            of_water.append(np.corrcoef(guests, told.value[mine] / days)[0, 1])
    assert np.median(of_water) > 0.6
    empty = replace(year.true, guests=0 * year.true.guests)
    dry = observe(year.houses, empty, rooms, dates, 1.0, rng())
    water = [one.value[one.kind == "water_m3"].sum() for one in (told, dry)]
    assert water[1] < 0.5 * water[0]


def test_visits_see_true_guests_on_nights_of_the_panel(cases):
    for setting in ("full", "collusion", "honest_full"):
        for case in cases[setting]:
            checks, panel = case.given.checks, case.given.panel
            assert set(checks.design.tolist()) == {"random"}
            assert np.all((checks.inclusion_probability > 0) & (checks.inclusion_probability <= 1))
            visited, nights = np.unique(checks.facility_id, return_counts=True)
            assert len(visited) == round(0.05 * 60)
            assert nights.max() <= 3
            ids = panel.facilities.facility_id.tolist()
            row = [ids.index(house) for house in checks.facility_id.tolist()]
            night = (checks.date - panel.dates[0]).astype(int)
            there = case.true_guests[row, night]
            assert np.all(checks.observed_guests <= there)
            assert np.all(checks.observed_guests >= 0.6 * there - 2)


def same(one: Panel, two: Panel) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True)
        for name in ("rooms_occupied", "guests", "arrivals", "exempt")
    )


def test_a_seed_is_a_panel(cases):
    again = make("oblast", "full", 0, SIZE)
    first = cases["full"][0]
    assert same(first.given.panel, again.given.panel)
    assert np.array_equal(first.kind, again.kind)
    assert np.array_equal(first.given.evidence.value, again.given.evidence.value)
    assert np.array_equal(first.given.checks.observed_guests, again.given.checks.observed_guests)
    assert not same(first.given.panel, cases["full"][1].given.panel)


def test_short_and_small_panels_are_made_too():
    case = make("oblast", "collusion", 5, Size(facilities=3, nights=35))
    assert case.given.panel.guests.shape == (3, 35)
