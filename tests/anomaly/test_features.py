"""Figures of houses mean what their names say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anomaly.calendar import calendar
from anomaly.features import as_table
from anomaly.features.describe import against
from anomaly.features.months import months
from anomaly.features.rows import lagged, mean, quantile, ratio, share, slope
from anomaly.fit import fit
from anomaly.simulate import World, make
from anomaly.traces import Group


def test_a_share_needs_enough_nights():
    known = np.ones((2, 20), dtype=bool)
    known[1, 5:] = False
    marked = np.zeros((2, 20), dtype=bool)
    marked[:, :5] = True
    np.testing.assert_allclose(share(marked, known), [0.25, np.nan])


def test_a_ratio_to_nothing_is_unknown():
    np.testing.assert_allclose(ratio(np.array([3.0, 1.0]), np.array([2.0, 0.0])), [1.5, np.nan])


def test_means_and_quantiles_step_over_missing_nights():
    values = np.array([[*range(12), np.nan], [np.nan] * 13])
    np.testing.assert_allclose(mean(values), [5.5, np.nan])
    ordered = np.sort(values, axis=1)
    assert quantile(ordered, np.array([12, 0]), 0.5)[0] in (5.0, 6.0)


@given(st.floats(-3, 3), st.floats(-5, 5))
def test_the_slope_of_a_line_is_its_slope(steep, start):
    x = np.linspace(0, 1, 30)[None]
    found, along = slope(start + steep * x, x)
    assert found[0] == pytest.approx(steep, abs=1e-6)
    if abs(steep) > 0.01:
        assert along[0] == pytest.approx(np.sign(steep))


def test_the_memory_of_a_row_shorter_than_the_lag_is_unknown():
    assert np.isnan(lagged(np.ones((2, 5)), 7)).all()
    swing = np.tile([0.0, 1.0], 20)[None]
    assert lagged(swing, 1)[0] == pytest.approx(-1.0)
    assert lagged(swing, 2)[0] == pytest.approx(1.0)


def test_a_house_is_measured_in_spreads_of_its_group():
    values = np.array([[1.0, 2.0, 3.0, 4.0, 50.0], [1.0, 1.0, 1.0, 1.0, 1.0], [1.0] + [np.nan] * 4])
    z = against(values, np.zeros(3))
    assert z[0, 4] == 12.0, "cut off, so that one house cannot fill the scale"
    assert z[0, 2] == 0.0
    np.testing.assert_array_equal(z[1], np.zeros(5))
    assert np.isnan(z[2]).all(), "too few to compare"


def test_the_usual_spread_steadies_a_small_group():
    values = np.array([[1.0, 1.01, 1.02, 1.03, 1.3]])
    assert abs(against(values, np.array([0.5]))[0, 4]) < abs(against(values, np.zeros(1))[0, 4])


def test_figures_a_group_lacks_are_unknown_columns():
    table = as_table({"houses": np.zeros(2), "level": np.array([1.0, 2.0])}, ("level", "slope"))
    np.testing.assert_array_equal(table, [[1.0, np.nan], [2.0, np.nan]])


def by_month(world, seed):
    """Figures of months of a made-up town, and who hides in it."""
    made = make(world, seed)
    nights = calendar(made.panel.dates, world.country)
    return months(Group(made.panel, fit(made.panel, nights), nights)), made.kind != ""


def test_whoever_writes_one_sum_each_month_has_even_months_that_end_low():
    mix = {"month_sum": 1.0}
    found, hides = by_month(World(communities=(60,), share=0.3, mix=mix, hard=0.0), 3)
    for name in ("month_sums_against", "month_end_low"):
        assert np.nanmedian(found[name][hides]) < np.nanmedian(found[name][~hides]) - 0.05, name
    top = found["month_sums_top"]
    assert np.nanmedian(top[hides]) < 0.7 * np.nanmedian(top[~hides])


def test_two_months_say_nothing_of_months():
    found, _ = by_month(World(communities=(12,), nights=60, start="2026-01-01"), 3)
    assert all(np.isnan(values).all() for values in found.values())
