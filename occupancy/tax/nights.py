"""How many nights (доба) a stay has, and which ones."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from occupancy.tax.quarters import Quarter
from occupancy.tax.refusals import DepartureBeforeArrival


def nights(arrival: date, departure: date) -> int:
    """Return the nights of a stay, at least 1: an hourly stay counts as one доба a person."""
    if departure < arrival:
        raise DepartureBeforeArrival(arrival=arrival, departure=departure, field="departure")
    return max(1, (departure - arrival).days)


def nights_of(arrival: date, departure: date) -> tuple[date, ...]:
    """Return each night of a stay by the date of its evening."""
    return tuple(arrival + timedelta(days=day) for day in range(nights(arrival, departure)))


def by_quarter(arrival: date, departure: date) -> dict[Quarter, int]:
    """Return the nights of a stay in each quarter; the night's evening decides."""
    return dict(Counter(Quarter.of(night) for night in nights_of(arrival, departure)))
