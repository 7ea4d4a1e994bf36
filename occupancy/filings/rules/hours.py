"""When a night opens, when its figure must stand, until when it is free to change.

A night runs from the check-out hour of its date to the check-out hour of the next day, in Kyiv
time (наказ 16.03.2004 № 19, п. 3.7: 12:00 by default). With summer time that is 23, 24 or 25 hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from occupancy.clock import KYIV, in_kyiv

#: The check-out hour (розрахункова година).
NOON = time(12)


def night_of(moment: datetime) -> date:
    """Return the night that ``moment`` (aware) belongs to: 11:59 still belongs to yesterday's."""
    local = in_kyiv(moment)
    return local.date() if local.time() >= NOON else local.date() - timedelta(days=1)


def opens_at(night: date) -> datetime:
    """Return the moment (UTC) from which a figure for ``night`` is taken."""
    return datetime.combine(night, NOON, KYIV).astimezone(UTC)


def free_until(night: date) -> datetime:
    """Return the moment (UTC) from which a change of ``night`` is a correction with a reason."""
    return opens_at(night + timedelta(days=1))


def cut_off_at(night: date, cutoff: time) -> datetime:
    """Return the moment (UTC) by which the community wants the figure of ``night`` to stand.

    A ``cutoff`` before noon, such as 02:00, falls on the next calendar day.
    """
    day = night if cutoff >= NOON else night + timedelta(days=1)
    return datetime.combine(day, cutoff, KYIV).astimezone(UTC)
