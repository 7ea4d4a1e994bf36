"""Refusals in words: the sentence of a code, in the person's language, with the facts set in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from occupancy import clock
from occupancy.errors import Refusal
from occupancy.web import counts, formats


@dataclass(frozen=True)
class Told:
    """One sentence for a person and the field it stands beside ('' = the whole form)."""

    field: str
    code: str
    sentence: str


def words_of(refusal: Refusal) -> Told:
    """Return the sentence of ``refusal``; the msgid is its code, the facts are named in it."""
    facts = {name: _shown(value) for name, value in refusal.facts.items()}
    return Told(refusal.field or "", refusal.code, gettext(refusal.code, **facts))


def told(refusals: Iterable[Refusal]) -> list[Told]:
    """Return the sentences of a form's refusals, in order."""
    asked = list(refusals)
    for refusal in asked:
        counts.REFUSALS.labels(refusal.code).inc()
    return [words_of(refusal) for refusal in asked]


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return formats.moment(clock.in_kyiv(value))
    if isinstance(value, date):
        return formats.day(value)
    return value
