"""When a night opens, must stand, and is free to change: Kyiv time, summer time included."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.clock import KYIV
from occupancy.filings import rules

MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC))


@pytest.mark.parametrize(
    ("kyiv", "night"),
    [
        (
            datetime(2026, 11, 23, 12, 0, tzinfo=KYIV),
            date(2026, 11, 23),
        ),  # the check-out hour opens the night
        (datetime(2026, 11, 23, 23, 59, tzinfo=KYIV), date(2026, 11, 23)),
        (
            datetime(2026, 11, 24, 0, 30, tzinfo=KYIV),
            date(2026, 11, 23),
        ),  # after midnight: still that evening's
        (datetime(2026, 11, 24, 11, 59, tzinfo=KYIV), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 12, 0, tzinfo=KYIV), date(2026, 11, 24)),
        (
            datetime(2026, 3, 29, 3, 30, tzinfo=KYIV),
            date(2026, 3, 28),
        ),  # the hour that summer time skips
        (
            datetime(2026, 10, 25, 3, 30, tzinfo=KYIV),
            date(2026, 10, 24),
        ),  # the hour that comes twice
    ],
)
def test_a_moment_belongs_to_the_night_of_its_last_noon(kyiv, night):
    assert rules.night_of(kyiv) == night


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (date(2026, 3, 28), 23),  # clocks go forward
        (date(2026, 10, 24), 25),  # and back
        (date(2026, 11, 23), 24),
    ],
)
def test_a_night_is_as_long_as_the_clock_makes_it(night, hours):
    assert rules.free_until(night) - rules.opens_at(night) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("cutoff", "moment"),
    [
        (time(22), datetime(2026, 11, 23, 22, tzinfo=KYIV)),
        (time(12), datetime(2026, 11, 23, 12, tzinfo=KYIV)),
        (time(2), datetime(2026, 11, 24, 2, tzinfo=KYIV)),  # after midnight: the next calendar day
    ],
)
def test_the_published_hour_falls_inside_the_night(cutoff, moment):
    assert rules.cut_off_at(date(2026, 11, 23), cutoff) == moment


@given(MOMENTS)
def test_every_moment_lies_in_exactly_one_night(moment):
    night = rules.night_of(moment)
    assert rules.opens_at(night) <= moment < rules.free_until(night)
    assert rules.free_until(night) == rules.opens_at(night + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times())
def test_no_published_hour_falls_outside_its_night(night, cutoff):
    moment = rules.cut_off_at(night, cutoff.replace(second=0, microsecond=0))
    assert rules.opens_at(night) <= moment < rules.free_until(night)
