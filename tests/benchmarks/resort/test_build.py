"""Panels of coast, mountains and towns: what is true agrees with itself, settings are honoured."""

import numpy as np
import pytest

from benchmarks.detector.panels.case import SETTINGS, Case
from benchmarks.detector.panels.resort.owners import TOGETHER, WAYS
from benchmarks.detector.panels.sources import Size, make

SMALL = Size(facilities=90, nights=200)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {name: make("resort", name, 11, SMALL) for name in SETTINGS}


def test_a_seed_makes_the_same_panel_again(cases):
    again, other = (make("resort", "full", seed, SMALL) for seed in (11, 12))
    case = cases["full"]
    for name in ("rooms_occupied", "guests", "arrivals", "exempt", "shut"):
        first, second = (getattr(one.given.panel, name) for one in (case, again))
        np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(case.true_guests, again.true_guests)
    np.testing.assert_array_equal(case.kind, again.kind)
    np.testing.assert_array_equal(case.given.evidence.value, again.given.evidence.value)
    np.testing.assert_array_equal(
        case.given.checks.observed_guests, again.given.checks.observed_guests
    )
    assert not np.array_equal(case.true_guests, other.true_guests)


def test_settings_are_honoured(cases):
    for name, rule in SETTINGS.items():
        given, case = cases[name].given, cases[name]
        assert (given.evidence is not None) == (rule.evidence > 0)
        assert (given.checks is not None) == (rule.checks > 0)
        assert case.guilty.any() == (rule.share > 0)
        assert np.isnan(given.panel.arrivals).all() != rule.arrivals
        alone = case.guilty & (case.kind != TOGETHER)
        assert abs(alone.mean() - rule.share) < 0.12
        assert np.any(case.kind == TOGETHER) == rule.community
    sparse, full = (cases[name].given.evidence for name in ("sparse", "full"))
    assert len(sparse.value) < 0.6 * len(full.value)


def test_a_town_of_middle_size_hides_a_common_share(cases):
    case = cases["collusion"]
    town = case.given.panel.facilities.community
    together = np.unique(town[case.kind == TOGETHER])
    assert len(together) == 1
    mine = town == together[0]
    assert np.mean(case.kind[mine] == TOGETHER) > 0.9
    sizes = np.unique(town, return_counts=True)[1]
    assert sizes.min() <= mine.sum() <= sizes.max()
    share = (case.hidden.sum(axis=1) / np.maximum(case.true_nights, 1))[case.kind == TOGETHER]
    assert 0.1 < np.median(share) < 0.6
    assert np.quantile(share, 0.75) - np.quantile(share, 0.25) < 0.1


def test_nothing_hidden_is_negative_and_all_that_hides_hides_something(cases):
    for case in cases.values():
        panel, filed = case.given.panel, case.filed
        assert np.isfinite(case.true_guests).all()
        assert np.all(case.hidden >= 0)
        assert np.all(case.hidden.sum(axis=1)[case.guilty] > 0)
        assert set(case.kind) <= {"", TOGETHER, *WAYS}
        rows = case.guilty[:, None] & filed
        for name in ("rooms_occupied", "arrivals", "exempt"):
            sheet = getattr(panel, name)
            assert np.all(~(sheet[rows] > panel.guests[rows])), name


def test_the_honest_file_the_truth_but_for_slips(cases):
    for case in cases.values():
        panel, honest = case.given.panel, ~case.guilty
        wrong = case.filed & (panel.guests != case.true_guests)
        assert np.mean(wrong[honest]) < 0.01
        assert wrong[honest].any()
        nowhere = np.maximum(panel.guests - panel.arrivals, 0)[:, 1:] > panel.guests[:, :-1]
        assert np.mean(nowhere[honest]) < 0.005
        beyond = panel.rooms_occupied > panel.guests
        assert np.mean(beyond[honest]) < 0.005


def test_houses_are_what_a_region_has(cases):
    for case in cases.values():
        known = case.given.panel.facilities
        assert 5 <= len(np.unique(known.community)) <= 9
        assert 4 <= len(np.unique(known.category)) <= 5
        over = case.true_guests.max(axis=1) > known.beds  # registers that are out of date
        assert over.mean() < 0.12
        filed = case.filed.mean()
        assert 0.85 < filed < 0.99
        before = case.given.panel.dates < known.opened[:, None]
        assert not np.any(case.true_guests[before])
        assert not np.any(case.filed & case.given.panel.shut)


def test_inspectors_count_those_who_are_there(cases):
    checks, case = cases["full"].given.checks, cases["full"]
    panel = case.given.panel
    row = np.array([list(panel.facilities.facility_id).index(one) for one in checks.facility_id])
    night = (checks.date - panel.dates[0]).astype(int)
    true = case.true_guests[row, night]
    assert np.all(checks.observed_guests <= true)
    assert checks.observed_guests.sum() > 0.9 * true.sum()
    visits = np.unique(checks.facility_id, return_counts=True)[1]
    assert visits.max() <= 3
    assert len(visits) == round(SETTINGS["full"].checks * SMALL.facilities)


@pytest.mark.parametrize(("facilities", "nights"), [(1, 1), (4, 10), (20, 40)])
def test_small_panels_can_be_made(facilities, nights):
    for setting in SETTINGS:
        case = make("resort", setting, 3, Size(facilities=facilities, nights=nights))
        assert case.true_guests.shape == (facilities, nights)
