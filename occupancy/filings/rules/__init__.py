"""What may be filed, and when: pure."""

from occupancy.filings.rules.figures import (
    CORRECTION,
    FIGURE,
    Setting,
    kind_of,
    problems,
    reason_problem,
)
from occupancy.filings.rules.hours import cut_off_at, free_until, night_of, opens_at
from occupancy.filings.rules.receipts import receipt_no

__all__ = [
    "CORRECTION",
    "FIGURE",
    "Setting",
    "cut_off_at",
    "free_until",
    "kind_of",
    "night_of",
    "opens_at",
    "problems",
    "reason_problem",
    "receipt_no",
]
