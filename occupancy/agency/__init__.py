"""The agency's room: signals, facilities and runs, for people who look and decide."""

from occupancy.agency import (
    citations,
    closing,
    crew,
    facilities,
    facility,
    flag,
    flags,
    method,
    places,
    plan_reads,
    replies,
    runs,
    visit,
)
from occupancy.agency.blueprint import bp

__all__ = [
    "bp",
    "citations",
    "closing",
    "crew",
    "facilities",
    "facility",
    "flag",
    "flags",
    "method",
    "places",
    "plan_reads",
    "replies",
    "runs",
    "visit",
]
