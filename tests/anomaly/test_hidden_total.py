"""Nobody hides more guests than find a bed, and limits follow the chances they are made of."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anomaly import hidden_total, scan
from anomaly.hidden_total import EXTRA, Room
from anomaly.model import STEPS
from anomaly.simulate import World, make

CHANCES = st.lists(st.floats(0.01, 1.0), min_size=len(STEPS) - 1, max_size=len(STEPS) - 1)


def steps(weights: list[float]) -> np.ndarray:
    return np.array([weights]) / np.sum(weights)


@given(CHANCES, st.floats(0.0, 1.0), st.floats(0.0, 1000.0))
def test_no_figure_is_beyond_the_free_places(weights, chance, free):
    room = Room(np.array([1000.0]), np.array([free]))
    low, high = hidden_total.limits(np.array([chance]), steps(weights), room, 0.9)
    assert 0 <= low[0] <= high[0] <= free
    mean = hidden_total.expected(steps(weights), room)[0]
    assert 0 <= mean <= free * (1 + 1e-12) + 1e-9  # chances sum to one but for rounding


@given(CHANCES, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_likelier_house_has_higher_limits(weights, one, other):
    chances = np.sort([one, other])
    room = Room(np.full(2, 1000.0), np.full(2, 1000.0))
    both = np.repeat(steps(weights), 2, axis=0)
    low, high = hidden_total.limits(chances, both, room, 0.9)
    assert low[0] <= low[1]
    assert high[0] <= high[1]


def test_a_house_that_declares_itself_full_can_hide_only_what_extra_beds_hold():
    made = make(World(communities=(12,), nights=120, share=0.4, level=1.5), 31)
    rows = scan(made.panel).facilities
    order = np.argsort(made.panel.facilities.facility_id)
    places, guests = made.panel.facilities.beds[order], made.panel.guests[order]
    most = np.maximum(EXTRA * places, np.nanmax(guests, axis=1))
    room = most * np.sum(~np.isnan(guests), axis=1)
    high = rows.plausible_high[np.argsort(rows.facility_id)]
    assert np.all(high <= room + 1e-6)
