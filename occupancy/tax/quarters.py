"""Reporting quarters and their due dates (ПКУ 268.7.3, 49.18.2, 49.20, 57.1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from occupancy.tax.marks import unverified
from occupancy.tax.refusals import NoDeadline

DECLARATION = "declaration"
PAYMENT = "payment"
WEEKEND_SHIFT = "weekend_shift"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; ``number`` is 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"number is {self.number}; expected 1 to 4.")

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that ``day`` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read ``2026-Q3``; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-Q([1-4])", text)
        if not found:
            raise ValueError(f"quarter is {text!r}; expected e.g. 2026-Q3.")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def first(self) -> date:
        """Return the quarter's first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Return the quarter's last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """Return the quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """Return the quarter before this one."""
        return Quarter.of(self.first - timedelta(days=1))

    @property
    def nights(self) -> tuple[date, ...]:
        """Return every night of the quarter by the date of its evening."""
        days = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=day) for day in range(days))


@dataclass(frozen=True)
class Deadline:
    """A term of the law in calendar days, in force from ``valid_from`` to ``valid_to``."""

    code: str
    days: int
    counted_from: str
    valid_from: date
    valid_to: date | None
    law: str
    source: str
    mark: str
    note: str = ""

    @property
    def unverified(self) -> bool:
        """Tell whether the term needs the words «не перевірено юристом»."""
        return unverified(self.mark)


@dataclass(frozen=True)
class DueDates:
    """When a quarter is declared and paid: the nominal days and what the calendar makes of them.

    ``rules`` are the terms used, with their law, source and mark.
    """

    quarter: Quarter
    nominal_file_by: date
    file_by: date
    nominal_pay_by: date
    pay_by: date
    rules: tuple[Deadline, ...]


def due_dates(
    quarter: Quarter, deadlines: Iterable[Deadline], days_off: Collection[date] = ()
) -> DueDates:
    """Return the due dates of ``quarter``.

    The payment term runs from the nominal declaration day; each day then moves off a weekend, and
    off ``days_off``: empty under martial law, when holidays are ordinary days (fact sheet, 5.5).
    Raises NoDeadline where the tables hold no term for the quarter.
    """
    known = tuple(deadlines)
    declaration = _in_force(known, DECLARATION, quarter)
    payment = _in_force(known, PAYMENT, quarter)
    shift = _in_force(known, WEEKEND_SHIFT, quarter)
    file_by = quarter.last + timedelta(days=declaration.days)
    pay_by = file_by + timedelta(days=payment.days)
    return DueDates(
        quarter=quarter,
        nominal_file_by=file_by,
        file_by=working_day(file_by, days_off),
        nominal_pay_by=pay_by,
        pay_by=working_day(pay_by, days_off),
        rules=(declaration, payment, shift),
    )


def working_day(day: date, days_off: Collection[date] = ()) -> date:
    """Return ``day``, or the next one that is neither Saturday, Sunday nor a day off."""
    while day.weekday() >= 5 or day in days_off:
        day += timedelta(days=1)
    return day


def _in_force(deadlines: Iterable[Deadline], code: str, quarter: Quarter) -> Deadline:
    for each in deadlines:
        ended = each.valid_to is not None and each.valid_to < quarter.last
        if each.code == code and each.valid_from <= quarter.last and not ended:
            return each
    raise NoDeadline(quarter=str(quarter), deadline=code)
