"""How long a sign-in lasts: idle limits and an end in any case.

A porter's phone lies at the reception all evening, an official's screen stands in an office with
visitors, and a tablet can be left behind in a lobby (threat 5): so 12 hours, 30 and 15 minutes
without a touch. Whatever is done, a business signs in again after a week, an official after 12
hours, a working day with reserve.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Stay:
    """``idle`` without a request, or ``total`` since the sign-in, ends it."""

    idle: timedelta
    total: timedelta


BUSINESS = Stay(idle=timedelta(hours=12), total=timedelta(days=7))
STAFF = Stay(idle=timedelta(minutes=30), total=timedelta(hours=12))
FIELD = Stay(idle=timedelta(minutes=15), total=timedelta(hours=12))


def stay_of(*, is_staff: bool, in_field: bool) -> Stay:
    """Return the limits for a person in the portal or in the field app."""
    if in_field:
        return FIELD
    return STAFF if is_staff else BUSINESS


def hash_of(key: str) -> str:
    """Return how a session's key is kept: a reader of the table cannot sign in with it."""
    return hashlib.sha256(key.encode()).hexdigest()
