"""The operator's room: tonight, the month, the quarter, and why we ask."""

from occupancy.cabinet import (
    chooser,
    closures,
    importing,
    inbox,
    month,
    night,
    quarter,
    receipt,
    refiling,
    replies,
)
from occupancy.cabinet.blueprint import bp

__all__ = [
    "bp",
    "chooser",
    "closures",
    "importing",
    "inbox",
    "month",
    "night",
    "quarter",
    "receipt",
    "refiling",
    "replies",
]
