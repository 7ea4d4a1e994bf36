"""When a quarter is declared and paid (fact sheet, 1.7).

Columns: quarter, 40th day, day to file by, day to pay by.
"""

from __future__ import annotations

from datetime import date

import pytest

from occupancy.tax import tables
from occupancy.tax.quarters import Quarter, due_dates

TERMS = tables.released().deadlines


def day(text: str) -> date:
    number, month, year = text.split(".")
    return date(int(year), int(month), int(number))


@pytest.mark.parametrize(
    ("quarter", "fortieth_day", "file_by", "pay_by"),
    [
        ("2019-Q3", "09.11.2019", "11.11.2019", "19.11.2019"),  # interbuh.com.ua: 11.11.2019
        ("2024-Q4", "09.02.2025", "10.02.2025", "19.02.2025"),
        ("2025-Q1", "10.05.2025", "12.05.2025", "20.05.2025"),
        ("2025-Q2", "09.08.2025", "11.08.2025", "19.08.2025"),
        ("2025-Q3", "09.11.2025", "10.11.2025", "19.11.2025"),
        ("2025-Q4", "09.02.2026", "09.02.2026", "19.02.2026"),
        ("2026-Q1", "10.05.2026", "11.05.2026", "20.05.2026"),
        ("2026-Q2", "09.08.2026", "10.08.2026", "19.08.2026"),
        ("2026-Q3", "09.11.2026", "09.11.2026", "19.11.2026"),
        ("2026-Q4", "09.02.2027", "09.02.2027", "19.02.2027"),
        ("2027-Q4", "09.02.2028", "09.02.2028", "21.02.2028"),  # the 19th is a Saturday
    ],
)
def test_a_quarter_is_filed_in_forty_days_and_paid_in_ten_more(
    quarter, fortieth_day, file_by, pay_by
):
    dates = due_dates(Quarter.parse(quarter), TERMS)
    assert dates.nominal_file_by == day(fortieth_day)
    assert (dates.file_by, dates.pay_by) == (day(file_by), day(pay_by))


def test_the_second_quarter_of_2020_was_filed_by_10_august():
    """ndr.sm.gov.ua; the nominal day, 9 August 2020, was a Sunday."""
    assert due_dates(Quarter(2020, 2), TERMS).file_by == date(2020, 8, 10)


def test_how_the_payment_days_are_counted_is_marked_as_not_verified():
    rules = {rule.code: rule for rule in due_dates(Quarter(2026, 3), TERMS).rules}
    assert rules["payment"].unverified
    assert not rules["declaration"].unverified
