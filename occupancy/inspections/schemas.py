"""From the text of a form to commands; every wrong field is told at once (``Refusals``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from marshmallow import ValidationError

from occupancy.clock import KYIV
from occupancy.errors import Refusal, Refusals
from occupancy.filings.rules.hours import NOON
from occupancy.filings.schemas.fields import as_count, as_words, shown
from occupancy.inspections.commands import (
    CloseVisit,
    RecordCount,
    RecordSigning,
    RecordStatement,
)
from occupancy.inspections.rules import refusals as no

LONGEST_NAME, LONGEST_WORDS, LONGEST_NOTE = 160, 2000, 300

#: «20:05», «20.05» or «2005»: a keypad of digits has no colon.
_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})", re.ASCII)
Value = TypeVar("Value")


def count_of(form: Mapping[str, str], methods: Iterable[str], night: date) -> RecordCount:
    """Return the counts that were typed; what is blank stays open (this is a draft).

    Times are hours and minutes of ``night``: those before noon belong to the next day.
    """
    reader = _Reader(form)
    command = RecordCount(
        rooms_seen=reader.read("rooms_seen", _count),
        guests_seen=reader.read("guests_seen", _count),
        methods=tuple(methods),
        counted_from=reader.read("counted_from", lambda text: _moment(text, night)),
        counted_to=reader.read("counted_to", lambda text: _moment(text, night)),
    )
    return reader.checked(command)


def statement_of(form: Mapping[str, str]) -> RecordStatement:
    """Return who received the inspectors and what was said."""
    reader = _Reader(form)
    command = RecordStatement(
        received_by=reader.read("received_by", lambda text: _line(text, LONGEST_NAME)),
        received_post=reader.read("received_post", lambda text: _line(text, LONGEST_NAME)),
        statement=reader.read("statement", lambda text: as_words(text, LONGEST_WORDS)),
    )
    return reader.checked(command)


def signing_of(form: Mapping[str, str]) -> RecordSigning:
    """Return how the paper is signed."""
    reader = _Reader(form)
    command = RecordSigning(
        signing=form.get("signing") or None,
        remarks=reader.read("remarks", lambda text: as_words(text, LONGEST_WORDS)),
    )
    return reader.checked(command)


def closing_of(form: Mapping[str, str]) -> CloseVisit:
    """Return the outcome that was chosen."""
    reader = _Reader(form)
    command = CloseVisit(
        outcome=form.get("outcome", ""),
        reason=form.get("reason") or None,
        note=reader.read("note", lambda text: _line(text, LONGEST_NOTE)),
    )
    return reader.checked(command)


class _Reader:
    """Reads fields of one form and gathers what is wrong with them."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.refused: list[Refusal] = []

    def read(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        text = self.form.get(name, "").strip()
        if not text:
            return None
        try:
            return parse(text)
        except Refusal as refusal:
            refusal.field = name
            self.refused.append(refusal)
            return None

    def checked(self, command: Value) -> Value:
        if self.refused:
            raise Refusals(self.refused)
        return command


def _count(text: str) -> int:
    try:
        return as_count(text)
    except ValidationError as error:
        told: Any = error.messages
        raise told[0] from error


def _moment(text: str, night: date) -> datetime:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise no.NotATime(got=shown(text))
    at = time(int(found[1]), int(found[2]))
    day = night if at >= NOON else night + timedelta(days=1)
    return datetime.combine(day, at, KYIV)


def _line(text: str, longest: int) -> str:
    return as_words(" ".join(text.split()), longest)
