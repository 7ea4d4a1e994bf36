"""The scan as a whole: what it promises whatever the panel."""

from dataclasses import replace

import numpy as np
import pytest

from anomaly import BadInput, ScanParams, scan
from anomaly.simulate import Simulated, simulate, town

NIGHTS = np.arange("2025-09-01", "2026-09-01", dtype="datetime64[D]")


@pytest.fixture(scope="module")
def region() -> Simulated:
    facilities, season = town(160, seed=21)
    return simulate(facilities, season, NIGHTS, seed=21, share=0.15)


def by_id(rows, field):
    return dict(zip(rows.facility_id, getattr(rows, field), strict=True))


def test_the_same_panel_gives_the_same_result(region):
    first, again = scan(region.panel), scan(region.panel)
    np.testing.assert_array_equal(first.facilities.score, again.facilities.score)
    np.testing.assert_array_equal(first.days.p_value, again.days.p_value)


def test_row_order_changes_nothing(region):
    order = np.random.default_rng(1).permutation(len(region.panel.facilities))
    first, mixed = scan(region.panel), scan(region.panel.take(order))
    np.testing.assert_array_equal(first.facilities.facility_id, mixed.facilities.facility_id)
    np.testing.assert_array_equal(first.facilities.score, mixed.facilities.score)
    np.testing.assert_array_equal(first.days.expected, mixed.days.expected)
    assert repr(first.facilities.reasons) == repr(mixed.facilities.reasons)


def test_a_facility_touches_its_peer_group_only(region):
    panel, facilities = region.panel, region.panel.facilities
    chosen = 5
    mine = (facilities.community == facilities.community[chosen]) & (
        facilities.category == facilities.category[chosen]
    )
    assert mine.sum() >= ScanParams().min_peers
    guests = panel.guests.copy()
    guests[chosen] = np.round(guests[chosen] * 0.3)
    before, after = scan(panel).facilities, scan(replace(panel, guests=guests)).facilities
    for field in ("score", "p_value", "plausible_nights", "gap_low"):
        was, now = by_id(before, field), by_id(after, field)
        assert all(was[name] == now[name] for name in facilities.facility_id[~mine])
    name = facilities.facility_id[chosen]
    assert by_id(before, "gap_nights")[name] != by_id(after, "gap_nights")[name]


def test_rows_come_in_the_order_of_inspections(region):
    score = scan(region.panel).facilities.score
    assert np.all(np.diff(score) <= 0)


def test_gaps_add_up_over_nights_and_are_not_clipped(region):
    result = scan(region.panel)
    rows = result.facilities
    by_day = np.bincount(result.days.facility, result.days.hidden, len(rows))
    np.testing.assert_allclose(by_day, rows.gap_nights, rtol=1e-4, atol=0.02)
    np.testing.assert_allclose(rows.plausible_nights, rows.declared_nights + rows.gap_nights)
    assert np.all(rows.plausible_low <= rows.plausible_high)


def test_an_empty_panel_is_refused(region):
    with pytest.raises(BadInput, match=r"panel\.empty"):
        scan(region.panel.take(np.array([], dtype=np.intp)))
