"""The only place that asks what time it is; steps get ``now`` as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")

_shift = timedelta(0)


def now() -> datetime:
    """Return the present moment, aware, in UTC (shifted where a demonstration moved the clock)."""
    return datetime.now(UTC) + _shift


def true_now() -> datetime:
    """Return the real moment, aware, in UTC: phones with one-time codes never pretend."""
    return datetime.now(UTC)


def pretend(moment: datetime) -> None:
    """Let the clock go on from ``moment`` (aware): for demonstrations and journey tests only."""
    global _shift
    _shift = moment.astimezone(UTC) - datetime.now(UTC)


def in_kyiv(moment: datetime) -> datetime:
    """Return an aware ``moment`` in the legal zone of the tax, Europe/Kyiv."""
    return moment.astimezone(KYIV)
