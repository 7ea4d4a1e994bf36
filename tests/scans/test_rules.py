"""When a signal opens, stays and closes; what hidden nights are worth."""

from datetime import date, timedelta
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.scans import rules
from occupancy.scans.rules import FlagParams, Quieted, Seen, Turn

NIGHT = date(2026, 11, 22)
BY = FlagParams()


def seen(q: float = 0.01, expected: float = 100.0, corrected_up: int = 0) -> Seen:
    return Seen(q, expected, corrected_up)


@pytest.mark.parametrize(
    ("said", "is_open", "turn"),
    [
        (seen(q=0.10, expected=20), False, Turn.OPEN),  # both limits just reached
        (seen(q=0.11), False, Turn.NOTHING),  # too common among honest facilities
        (seen(expected=19.9), False, Turn.NOTHING),  # too little to ask about
        (seen(q=0.20, expected=10), True, Turn.STAY),  # an open one does not flicker
        (seen(q=0.21), True, Turn.CLOSE),
        (seen(expected=9.9), True, Turn.CLOSE),
        (seen(q=nan, expected=nan), False, Turn.NOTHING),  # not judged: never a signal
        (seen(q=nan, expected=nan), True, Turn.CLOSE),
    ],
)
def test_a_signal_opens_and_closes_at_the_documented_limits(said, is_open, turn):
    assert rules.turn(said, is_open, None, NIGHT, BY) is turn


@pytest.mark.parametrize(
    ("days_ago", "expected_then", "turn"),
    [
        (30, 100.0, Turn.NOTHING),  # the last quiet night
        (31, 100.0, Turn.OPEN),  # the quiet time is over
        (5, 60.0, Turn.OPEN),  # much more than what was explained
    ],
)
def test_a_facility_that_explained_itself_is_left_in_peace(days_ago, expected_then, turn):
    quieted = Quieted(NIGHT - timedelta(days=days_ago), expected_then)
    assert rules.turn(seen(), False, quieted, NIGHT, BY) is turn


@pytest.mark.parametrize(
    ("said", "before", "why"),
    [
        (seen(q=nan, expected=nan), 0, rules.NOT_JUDGED),
        (seen(q=0.5, corrected_up=40), 0, rules.CORRECTED),
        (seen(q=0.5, corrected_up=40), 40, rules.FITS_AGAIN),
        (seen(q=0.01, expected=3), 0, rules.TOO_SMALL),
    ],
)
def test_a_closed_signal_says_why(said, before, why):
    assert rules.closing(said, before, BY) == why


@given(
    q=st.floats(0, 1),
    fewer=st.floats(0, 1),
    expected=st.floats(0, 1e5),
    is_open=st.booleans(),
    corrected=st.integers(0, 1000),
)
def test_fewer_expected_hidden_nights_never_make_a_signal_out_of_none(
    q, fewer, expected, is_open, corrected
):
    order = [Turn.NOTHING, Turn.CLOSE, Turn.STAY, Turn.OPEN]
    before = rules.turn(Seen(q, expected, 0), is_open, None, NIGHT, BY)
    after = rules.turn(Seen(q, expected * fewer, corrected), is_open, None, NIGHT, BY)
    assert order.index(after) <= order.index(before)


@pytest.mark.parametrize(
    ("nights", "due", "guest_nights", "kopiykas"),
    [
        (10.0, 4000, 100, 400),
        (0.5, 1, 1, 1),  # half up
        (-0.5, 1, 1, -1),
        (10.0, 0, 100, 0),  # only exempt guests so far
        (10.0, 4000, 0, None),  # no priced guest-night to go by
        (nan, 4000, 100, None),
    ],
)
def test_hidden_nights_are_priced_by_the_own_average(nights, due, guest_nights, kopiykas):
    assert rules.money(nights, due, guest_nights) == kopiykas


@given(st.floats(0, 1e6), st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_price_is_a_whole_number_within_half_a_kopiyka(nights, due, guest_nights):
    worth = rules.money(nights, due, guest_nights)
    assert abs(worth - nights * due / guest_nights) <= 0.5 + 1e-6 * worth


@pytest.mark.parametrize(
    ("name", "value"),
    [("window", 27), ("q_open", 0), ("q_keep", 0.05), ("least_kept", 21), ("first_bands", 401)],
)
def test_a_setting_outside_its_range_is_refused_with_its_name(name, value):
    with pytest.raises(ValueError, match=f"{name} is {value}"):
        FlagParams(**{name: value})


def test_a_digest_does_not_depend_on_the_order_of_names():
    assert rules.digest({"a": 1, "б": [2]}) == rules.digest({"б": [2], "a": 1})


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 1e5)), min_size=1))
def test_a_sum_of_estimates_lies_between_its_limits_which_are_narrower_than_added_ones(parts):
    triples = [(low + below, low, low + below + above) for low, below, above in parts]
    together = rules.together(triples)
    assert together.low <= together.value <= together.high
    assert together.high <= sum(high for _, _, high in triples) * (1 + 1e-9) + 1e-6


def test_one_estimate_alone_keeps_its_limits():
    assert rules.together([(10.0, 4.0, 30.0)]) == rules.Estimate(10.0, 4.0, 30.0)


def test_a_signal_is_told_by_its_first_telling_night_that_has_a_band():
    days = [NIGHT - timedelta(days=n) for n in range(4)]
    hidden = {days[0]: 1.0, days[1]: 7.0, days[2]: 7.0}
    assert rules.night_to_tell([days[3], days[2], days[0]], hidden) == days[2]
    assert rules.night_to_tell([days[3]], hidden) == days[1], "the newer of the most hidden"
    assert rules.night_to_tell([days[3]], {}) is None
