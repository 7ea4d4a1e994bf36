"""Days of demand, whatever martial law says of days off."""

import numpy as np
import pytest

from anomaly import BadInput
from anomaly.calendar import calendar


def days(start, stop):
    return np.arange(start, stop, dtype="datetime64[D]")


@pytest.mark.parametrize("year", range(2021, 2028))
def test_ukraine_has_days_of_demand_in_every_year(year):
    assert calendar(days(f"{year}-01-01", f"{year + 1}-01-01"), "UA").holiday.sum() >= 10


@pytest.mark.parametrize("easter", ["2024-05-05", "2025-04-20", "2026-04-12"])
def test_easter_moves_by_the_julian_reckoning(easter):
    span = days(np.datetime64(easter) - 10, np.datetime64(easter) + 10)
    assert calendar(span, "UA").holiday[10]
    assert calendar(span, "UA").eve[9]


def test_the_eve_of_new_year_is_known_across_the_year():
    assert calendar(days("2026-12-31", "2027-01-01"), "UA").eve[0]


def test_weekdays_start_on_monday():
    assert list(calendar(days("2026-11-23", "2026-11-30"), "").weekday) == list(range(7))


def test_without_a_country_there_are_no_holidays():
    assert not calendar(days("2026-01-01", "2027-01-01"), "").holiday.any()


def test_an_unknown_country_is_refused():
    with pytest.raises(BadInput) as refused:
        calendar(days("2026-01-01", "2026-02-01"), "ZZ")
    assert refused.value.code == "country.unknown"
