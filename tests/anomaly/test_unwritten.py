"""Whole stays left out of the books: what is left agrees night by night."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anomaly.simulate import World, make
from anomaly.simulate.unwritten import Stays, beyond_a_sum, leave_out


def house(seed, nights=90):
    """True nights of a made-up house that keeps all its books."""
    made = make(World(communities=(3,), nights=nights, share=0.0, hard=0.0), seed)
    return Stays(made.true_rooms[0], made.true_guests[0], made.true_arrivals[0])


@given(st.integers(0, 40), st.floats(0, 1), st.floats(1, 60))
def test_whoever_is_left_came_before_staying(seed, chance, most):
    true = house(seed)
    nights = len(true.guests)
    rooms, guests, arrivals = leave_out(
        true, np.full(nights, chance), np.random.default_rng(seed), most
    )
    out = true.guests - guests
    assert np.all((out >= 0) & (out <= np.maximum(most, 0)))
    assert np.all((arrivals >= 0) & (arrivals <= np.minimum(guests, true.arrivals)))
    assert np.all(guests[1:] - arrivals[1:] <= guests[:-1]), "nobody stays who was not there"
    assert np.all(rooms <= np.minimum(true.rooms, guests))
    assert np.all((rooms > 0) == (guests > 0))


def test_a_chance_of_nothing_leaves_the_books_as_they_were():
    true = house(1)
    none = np.zeros(len(true.guests))
    for told, was in zip(
        leave_out(true, none, np.random.default_rng(1)),
        (true.rooms, true.guests, true.arrivals),
        strict=True,
    ):
        np.testing.assert_array_equal(told, was)


@given(st.integers(0, 40), st.floats(0, 0.9))
def test_beyond_the_sum_lies_the_end_of_the_months_that_sold_more(seed, share):
    true = house(seed, nights=120)
    months = np.arange(120) // 30
    beyond = beyond_a_sum(true, months, share)
    assert true.guests[beyond].sum() <= share * true.guests.sum() + 1e-9
    so_far = [np.cumsum(true.guests[months == month]) for month in range(4)]
    sums = np.concatenate(so_far)
    if beyond.any() and not beyond.all():
        assert sums[beyond].min() >= sums[~beyond].max(), "one sum for all months"


@pytest.mark.parametrize("kind", ["month_sum", "unlisted_rooms", "fewer_in_room"])
def test_these_ways_hide_about_what_they_are_told_to(kind):
    world = World(communities=(60,), share=0.5, mix={kind: 1.0}, hard=0.0, weakest=0.3)
    made = make(World(**{**vars(world), "strongest": 0.3}), 4)
    hides = made.kind == kind
    share = made.hidden[hides].sum() / made.true_guests[hides].sum()
    assert 0.15 < share < 0.35
    if kind == "fewer_in_room":
        np.testing.assert_array_equal(made.panel.rooms_occupied[hides], made.true_rooms[hides])


def test_hiding_may_begin_or_end_inside_the_panel():
    made = make(World(communities=(80,), share=0.5, mix={"share": 1.0}, hard=0.0, spells=1.0), 6)
    hidden = made.hidden[made.kind == "share"] > 0
    first, last = hidden[:, :30].any(axis=1), hidden[:, -30:].any(axis=1)
    assert np.mean(~first & last) > 0.4, "most begin"
    assert np.mean(first & ~last) > 0.1, "some end"


def test_whole_stays_leave_no_contradiction_where_crossing_out_does():
    def torn(whole):
        """Nights on which more stay on than were declared the night before."""
        mix = {"cash": 1.0}
        made = make(
            World(communities=(60,), share=0.5, mix=mix, hard=0.0, careful=0.0, whole_stays=whole),
            7,
        )
        guests, came = made.panel.guests, made.panel.arrivals
        return np.mean((guests[:, 1:] - came[:, 1:] > guests[:, :-1])[made.kind == "cash"])

    assert torn(1.0) == 0
    assert torn(0.0) > 0.05
