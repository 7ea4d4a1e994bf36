"""Quarters and nights on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.tax import tables
from occupancy.tax.nights import by_quarter, nights, nights_of
from occupancy.tax.quarters import Quarter, due_dates, working_day
from occupancy.tax.refusals import DepartureBeforeArrival, NoDeadline

LAW = tables.released()
days = st.dates(date(2019, 1, 1), date(2100, 1, 1))


@given(days)
def test_every_day_lies_in_its_quarter_and_in_no_neighbour(day):
    quarter = Quarter.of(day)
    assert day in quarter
    assert day not in quarter.next
    assert day not in quarter.previous
    assert quarter.next.previous == quarter


@given(days)
def test_a_quarter_is_written_and_read_again(day):
    quarter = Quarter.of(day)
    assert Quarter.parse(str(quarter)) == quarter


@given(days)
def test_quarters_follow_each_other_without_a_gap(day):
    quarter = Quarter.of(day)
    assert quarter.last + timedelta(days=1) == quarter.next.first
    assert len(quarter.nights) in (90, 91, 92)
    assert quarter < quarter.next


@given(days)
def test_due_dates_are_working_days_and_in_order(day):
    dates = due_dates(Quarter.of(day), LAW.deadlines)
    assert dates.quarter.last < dates.nominal_file_by <= dates.file_by < dates.pay_by
    assert dates.file_by.weekday() < 5
    assert dates.pay_by.weekday() < 5


def test_a_day_off_moves_the_day_when_there_are_days_off():
    monday = date(2026, 2, 9)
    assert working_day(monday) == monday
    assert working_day(monday, {monday}) == date(2026, 2, 10)


def test_a_quarter_before_the_known_terms_has_no_due_date():
    with pytest.raises(NoDeadline):
        due_dates(Quarter(2018, 4), LAW.deadlines)


@pytest.mark.parametrize("text", ["2026-Q5", "2026-3", "", "2026-Q1 ", "26-Q1"])
def test_what_is_not_a_quarter_is_refused(text):
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


def test_a_fifth_quarter_does_not_exist():
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, 5)


@pytest.mark.parametrize(
    ("arrival", "departure", "count"),
    [
        (date(2026, 11, 23), date(2026, 11, 24), 1),
        (date(2026, 11, 23), date(2026, 11, 23), 1),  # an hourly stay
        (date(2026, 11, 23), date(2026, 11, 26), 3),
        (date(2028, 2, 28), date(2028, 3, 1), 2),  # a leap year
    ],
)
def test_a_stay_has_at_least_one_night(arrival, departure, count):
    assert nights(arrival, departure) == count
    assert len(nights_of(arrival, departure)) == count


def test_nobody_leaves_before_coming():
    with pytest.raises(DepartureBeforeArrival):
        nights(date(2026, 11, 24), date(2026, 11, 23))


@given(days, st.integers(0, 400))
def test_the_quarters_of_a_stay_hold_all_its_nights(arrival, length):
    departure = arrival + timedelta(days=length)
    assert sum(by_quarter(arrival, departure).values()) == nights(arrival, departure)
