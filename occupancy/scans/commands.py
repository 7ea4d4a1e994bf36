"""What a person decides about a signal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """Answer the question of signal ``flag_id`` for the facility that was asked."""

    flag_id: int
    facility_id: int
    words: str


@dataclass(frozen=True)
class Explain:
    """Close signal ``flag_id``; ``note`` says why in the person's own words."""

    flag_id: int
    note: str
