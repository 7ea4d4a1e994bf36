"""Nobody hides more guests than find a bed, and limits lose least for what they are made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anomaly import hidden_total, scan
from anomaly.hidden_total import EXTRA, Room
from anomaly.model import LEVELS, model
from anomaly.simulate import World, make

SHARES = st.lists(st.floats(0.0, 1.0), min_size=len(LEVELS), max_size=len(LEVELS))
PLACES = 1000.0


def quantiles(shares: list[float]) -> np.ndarray:
    return np.sort(np.array([shares]))


def house(free: float = PLACES) -> Room:
    return Room(np.array([PLACES]), np.array([free]), PLACES)


@given(SHARES, st.floats(0.0, 1.0), st.floats(0.0, PLACES))
def test_no_figure_is_beyond_the_free_places(shares, chance, free):
    sizes = quantiles(shares)
    low, high = hidden_total.limits(np.array([chance]), sizes, house(free), 0.9)
    assert 0 <= low[0] <= high[0] <= free
    mean = hidden_total.expected(sizes, house(free))[0]
    assert 0 <= mean <= free * (1 + 1e-12) + 1e-9


@given(SHARES, st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 5.0))
def test_a_likelier_house_has_higher_limits(shares, one, other, price):
    chances = np.sort([one, other])
    room = Room(np.full(2, PLACES), np.full(2, PLACES), PLACES)
    both = np.repeat(quantiles(shares), 2, axis=0)
    low, high = hidden_total.within(chances, both, room, 0.9, price)
    assert low[0] <= low[1]
    assert high[0] <= high[1]


@given(SHARES, st.floats(0.0, 1.0), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_whoever_fears_more_to_leave_out_draws_wider_limits(shares, chance, one, other):
    less, more = sorted((one, other))
    asked = np.array([chance]), quantiles(shares), house(), 0.9
    low, high = hidden_total.within(*asked, less)
    lower, higher = hidden_total.within(*asked, more)
    assert high[0] <= higher[0]
    assert lower[0] <= low[0]


def test_without_a_price_limits_are_quantiles_of_the_mixture():
    even = model().scale * PLACES * LEVELS  # hides any share alike, if it hides
    for chance, level_low, level_high in ((1.0, 0.05, 0.95), (0.5, 0.0, 0.9), (0.04, 0.0, 0.0)):
        low, high = hidden_total.within(np.array([chance]), LEVELS[None], house(), 0.9, 0.0)
        step = even[1] - even[0]
        assert low[0] == pytest.approx(level_low * even[-1], abs=step)
        assert high[0] == pytest.approx(level_high * even[-1], abs=step)


@given(SHARES, st.floats(0.0, 100.0))
def test_no_fear_goes_beyond_what_nine_in_ten_such_houses_hide(shares, price):
    sizes = quantiles(shares)
    low, high = hidden_total.within(np.array([1.0]), sizes, house(), 0.9, price)
    least, most = (model().scale * PLACES * sizes[0, at] for at in (2, -3))
    assert low[0] == 0.0 or min(least, PLACES) <= low[0] + 1e-9
    assert high[0] <= min(most, PLACES) + 1e-9


def test_a_house_that_declares_itself_full_can_hide_only_what_extra_beds_hold():
    made = make(World(communities=(12,), nights=120, share=0.4, level=1.5), 31)
    rows = scan(made.panel).facilities
    order = np.argsort(made.panel.facilities.facility_id)
    places, guests = made.panel.facilities.beds[order], made.panel.guests[order]
    most = np.maximum(EXTRA * places, np.nanmax(guests, axis=1))
    room = most * np.sum(~np.isnan(guests), axis=1)
    high = rows.plausible_high[np.argsort(rows.facility_id)]
    assert np.all(high <= room + 1e-6)
