"""Honest houses: p uniform, false discoveries rare, the declared number inside the limits."""

import numpy as np
import pytest

from anomaly import scan
from anomaly.calibrate import SEEDS, honest_town, ks_distance
from anomaly.learn.lessons import HONEST, NIGHTS, TOWNS
from anomaly.params import ScanParams


@pytest.fixture(scope="module")
def results():
    """Towns as unlike as the simulator draws them, none of which was learned on."""
    assert not set(SEEDS) & {*HONEST, *NIGHTS, *TOWNS}
    towns = [honest_town(seed) for seed in SEEDS[200:216]]
    return [scan(made.panel, evidence=made.evidence, checks=made.checks) for made in towns]


def test_p_values_are_uniform(results):
    p = np.concatenate([r.facilities.p_value for r in results])
    p = p[~np.isnan(p)]
    assert ks_distance(p) <= 0.05
    assert 0.03 <= np.mean(p < 0.05) <= 0.07


def test_hardly_anybody_is_called_out(results):
    called = [np.sum(r.facilities.q_value <= 0.10) for r in results]
    assert sum(bool(c) for c in called) <= 2
    assert sum(called) <= 4


def test_the_declared_number_lies_inside_the_limits(results):
    for r in results:
        rows = r.facilities
        assert np.mean(rows.plausible_low <= rows.declared_nights + 0.5) > 0.99


def test_p_values_of_nights_are_uniform(results):
    p = np.concatenate([r.days.p_value for r in results])
    p = p[~np.isnan(p)]
    assert 0.035 <= np.mean(p < 0.05) <= 0.065
    assert ks_distance(p) <= 0.06


def test_nights_look_no_worse_where_more_are_believed_to_hide():
    town = honest_town(SEEDS[200])
    usual, more = (
        scan(town.panel, ScanParams(base_rate=rate), evidence=town.evidence, checks=town.checks)
        for rate in (0.12, 0.4)
    )
    shares = [np.nanmean(each.days.p_value < 0.05) for each in (usual, more)]
    assert abs(shares[0] - shares[1]) < 0.01


def test_bands_of_nights_hold_what_they_say(results):
    for name, nominal in (("", 0.90), ("80", 0.80), ("95", 0.95)):
        inside = []
        for r in results:
            low, high = getattr(r.days, f"low{name}"), getattr(r.days, f"high{name}")
            known = ~np.isnan(low)
            declared = r.days.declared[known]
            inside.append(np.mean((low[known] <= declared) & (declared <= high[known])))
        # guests are whole numbers, so that a small house's band holds a little more than it says
        assert nominal - 0.04 <= np.mean(inside) <= nominal + 0.08
