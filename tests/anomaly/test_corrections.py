"""Who corrects upwards of their own accord is never worse off for it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anomaly import scan
from anomaly.simulate import simulate, town

NIGHTS = np.arange("2026-03-01", "2026-07-01", dtype="datetime64[D]")


@pytest.fixture(scope="module")
def before():
    facilities, season = town(24, seed=9, communities=1)
    panel = simulate(facilities, season, NIGHTS, seed=9, share=0.4, hard=0.2).panel
    return panel, scores(panel)


def scores(panel):
    rows = scan(panel).facilities
    return dict(zip(rows.facility_id, rows.score, strict=True))


@given(
    row=st.integers(0, 23),
    seed=st.integers(0, 10**6),
    share=st.floats(0.005, 1.0),
    most=st.integers(1, 60),
)
@settings(max_examples=30, deadline=None)
def test_a_voluntary_correction_upwards_never_raises_the_score(before, row, seed, share, most):
    panel, was = before
    rng = np.random.default_rng(seed)
    more = np.zeros_like(panel.guests)
    more[row] = (rng.random(len(NIGHTS)) < share) * rng.integers(1, most + 1, len(NIGHTS))
    arrivals = panel.arrivals + rng.integers(0, 2, more.shape) * more
    now = scores(
        replace(
            panel,
            guests=panel.guests + more,
            first_guests=panel.guests,
            arrivals=arrivals,
            first_arrivals=panel.arrivals,
        )
    )
    name = panel.facilities.facility_id[row]
    assert now[name] <= was[name] + 1e-9


def test_a_correction_downwards_gets_no_shield(before):
    panel, was = before
    less = panel.guests.copy()
    less[2, 10:40] = 0
    now = scores(replace(panel, guests=less, first_guests=panel.guests))
    plain = scores(replace(panel, guests=less))
    assert now == plain != was
