"""What a visit may be, and when: pure."""

from occupancy.inspections.rules.refusals import AlreadyPlanned
from occupancy.inspections.rules.seal import Seal
from occupancy.inspections.rules.visits import (
    METHODS,
    NOT_EXAMINED,
    ORIGINS,
    OUTCOMES,
    SIGNINGS,
    WORDS,
    Counted,
    check_closing,
    check_count,
    check_opening,
    check_planning,
    differs,
    photos_of,
    saw_no_more,
    shown_from,
)

__all__ = [
    "METHODS",
    "NOT_EXAMINED",
    "ORIGINS",
    "OUTCOMES",
    "SIGNINGS",
    "WORDS",
    "AlreadyPlanned",
    "Counted",
    "Seal",
    "check_closing",
    "check_count",
    "check_opening",
    "check_planning",
    "differs",
    "photos_of",
    "saw_no_more",
    "shown_from",
]
