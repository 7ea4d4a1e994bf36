"""p-values against measured curves: there and back, and the group's own middle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from anomaly import null_curve
from anomaly.nights import night_p

FIRST = np.zeros(200, dtype=np.intp)


def test_odds_and_shares_are_two_ways_to_say_one_thing():
    p = np.geomspace(1e-8, 0.97, 200)
    odds = null_curve.log_odds_at(p, FIRST)
    assert np.all(np.diff(odds) <= 1e-9)
    np.testing.assert_allclose(ndtr(null_curve.against_curves(odds, FIRST)), p, rtol=0.02)


def test_without_peers_a_house_has_to_stand_out_further():
    odds = null_curve.log_odds_at(np.array([0.01, 0.5, 0.9]), FIRST[:3])
    p = null_curve.p_values(odds, FIRST[:3], np.ones(3, dtype=bool))
    assert 0.03 < p[0] < 0.1
    assert p[1] == pytest.approx(0.5, abs=0.02)


@given(st.floats(-3, 3))
def test_a_group_that_stands_elsewhere_as_a_whole_is_not_suspicious(shift):
    odds = null_curve.log_odds_at(np.linspace(0.005, 0.995, 200), FIRST) + shift
    p = null_curve.p_values(odds, FIRST, np.ones(200, dtype=bool))
    assert abs(np.median(p) - 0.5) < 0.12


@given(st.floats(0.3, 3), st.floats(-2, 2), st.integers(20, 300))
def test_an_honest_group_is_laid_over_the_normal_curve(width, shift, count):
    z = ndtri((np.arange(count) + 0.5) / count)
    every = np.ones(count, dtype=bool)
    laid = null_curve.recentred(width * z + shift, every)
    assert np.all(np.diff(laid) > 0)
    honest = z > 0
    assert np.abs(ndtr(laid) - ndtr(z))[honest].max() < 0.15
    wholly = null_curve.recentred(width * z + shift, every, 0.0, 0.0)
    assert np.abs(ndtr(wholly) - ndtr(z)).max() < 0.15
    np.testing.assert_array_less(
        np.abs(laid - wholly) - 1e-9, np.abs(width * z + shift - wholly) + 1e-8
    )
    close = np.where(z > 1.0, 1.0 + 0.4 * (z - 1.0), z)  # the most honest-looking stand closer
    laid = null_curve.recentred(width * close + shift, every)
    assert np.abs(ndtr(laid) - ndtr(z))[honest].max() < 0.15


@given(st.lists(st.floats(-6, 4), min_size=4, max_size=60))
def test_whoever_is_more_suspicious_stays_so(scores):
    z = np.sort(np.array(scores))
    laid = null_curve.recentred(z, np.ones(len(z), dtype=bool))
    assert np.all(np.diff(laid) >= -1e-9)
    odds = null_curve.log_odds_at(np.clip(ndtr(z), 1e-12, 1.0), np.zeros(len(z), dtype=np.intp))
    p = null_curve.p_values(odds, np.zeros(len(z), dtype=np.intp), np.ones(len(z), dtype=bool))
    assert np.all(np.diff(p) >= -1e-9)


@given(st.floats(-1, 1), st.integers(8, 40))
def test_who_stands_out_follows_the_group_less_than_who_does_not(shift, count):
    z = np.linspace(2.0, -2.0, count)
    every = np.ones(count, dtype=bool)
    moved = null_curve.recentred(np.append(z, -4.0) + shift, np.append(every, True))
    stayed = null_curve.recentred(np.append(z, -4.0), np.append(every, True))
    follows = np.abs(moved - stayed - shift)  # nothing where the group is not heeded at all
    assert follows[-1] <= follows[count // 2] + 1e-9


def test_more_evidence_never_means_a_larger_share():
    evidence = np.linspace(-20, 3, 500)[None]
    p = night_p(evidence)
    assert np.all(np.diff(p[0]) <= 0)
    assert np.all((p > 0) & (p <= 1))
    assert np.isnan(night_p(np.array([[np.nan]]))).all()


def test_every_stratum_has_a_curve_that_rises():
    curves = null_curve.curves()
    assert curves.shape == (null_curve.STRATA, len(null_curve.LEVELS))
    assert np.all(np.diff(curves, axis=1) >= 0)
