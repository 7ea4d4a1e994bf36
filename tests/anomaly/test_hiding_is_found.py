"""Planted hiding of every kind, found better than by comparing means with peers."""

import numpy as np
import pytest

from anomaly import scan
from anomaly.calibrate import average_precision, town_figures
from anomaly.learn.houses import HIDES_AS
from anomaly.reasons import KINDS
from anomaly.simulate import simulate, town

NIGHTS = np.arange("2025-10-01", "2026-11-01", dtype="datetime64[D]")


def hidden_town(seed, mix=None):
    facilities, season = town(240, seed)
    return simulate(facilities, season, NIGHTS, seed=seed, share=0.13, mix=mix)


def test_the_order_is_far_better_than_peer_means():
    figures = [
        town_figures(made, scan(made.panel))
        for made in (hidden_town(seed) for seed in (81, 82, 83))
    ]
    mean = {name: np.mean([one[name] for one in figures]) for name in figures[0]}
    assert mean["precision"] > 0.75
    assert mean["precision"] > mean["precision_z"] + 0.25
    assert mean["recovered"] > 0.7
    assert mean["fdr"] < 0.2
    assert mean["power"] > 0.55
    assert mean["cover"] > 0.6
    assert mean["cover_honest"] > 0.98
    assert abs(mean["total"]) < 0.4


@pytest.mark.parametrize(
    "kind", ["rounded", "cap", "empty_single", "empty_block", "weekend", "copied", "high_season"]
)
def test_a_kind_that_leaves_traces_is_named(kind):
    made = hidden_town(84, {kind: 1.0})
    result = scan(made.panel)
    rows = result.facilities
    way = dict(zip(made.panel.facilities.facility_id, made.kind, strict=True))
    guilty = np.array([way[name] != "" for name in rows.facility_id])
    assert average_precision(guilty, rows.probability) > 0.6
    told = [rows.reasons[at][0].code for at in np.flatnonzero(guilty) if rows.reasons[at]]
    assert told.count(HIDES_AS[kind]) >= 0.4 * len(told) > 0


def test_weights_of_the_reasons_sum_to_one():
    for reasons in scan(hidden_town(85).panel).facilities.reasons:
        weights = [reason.weight for reason in reasons if reason.code in KINDS]
        assert not weights or abs(sum(weights) - 1) < 0.001
