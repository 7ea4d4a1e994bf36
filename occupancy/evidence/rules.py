"""What a reading and a past check may be, and their digest in the log: pure."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from occupancy.errors import Refusal
from occupancy.evidence.commands import PastCheck, Reading

#: The two kinds of import, as the log and ``evidence_import.kind`` name them.
EVIDENCE, CHECKS = "evidence", "checks"
DESIGNS = ("random", "risk", "complaint")
LONGEST_SOURCE = 80
#: Nights of one reading: a year and a day more, since meters are read when somebody comes.
LONGEST_SPAN = 367
#: No meter of a house counts further; beyond it a unit was mistaken.
LARGEST_VALUE = 1e9

_KIND = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


class NobodyNamed(Refusal):
    """A reading names neither a facility nor a community."""

    code = "evidence.nobody_named"


class UnknownCommunity(Refusal):
    """There is no community of that code."""

    code = "evidence.unknown_community"


class AnotherCommunity(Refusal):
    """The facility lies in another community than the row says."""

    code = "evidence.another_community"


class KindUnreadable(Refusal):
    """A kind is a short code of small letters, digits and underscores."""

    code = "evidence.kind_unreadable"


class ValueUnreadable(Refusal):
    """A value is a number from 0 on."""

    code = "evidence.value_unreadable"


class SpanReversed(Refusal):
    """The last day of a reading comes before its first."""

    code = "evidence.span_reversed"


class SpanTooLong(Refusal):
    """A reading over more days than a year says nothing of a season."""

    code = "evidence.span_too_long"


class NotOverYet(Refusal):
    """What is not over cannot have been read or counted."""

    code = "evidence.not_over_yet"


class DesignUnknown(Refusal):
    """A check says how its visit was chosen."""

    code = "evidence.design_unknown"


class ProbabilityUnreadable(Refusal):
    """A probability lies above 0 and up to 1."""

    code = "evidence.probability_unreadable"


class TwiceInFile(Refusal):
    """The file says the same thing in two lines."""

    code = "evidence.twice_in_file"


class SourceUnreadable(Refusal):
    """The name of a source is one short line of text."""

    code = "evidence.source_unreadable"


def kind_of(text: str) -> str:
    """Return a kind as it is kept; raises ``KindUnreadable``."""
    kind = text.strip().lower()
    if not _KIND.fullmatch(kind):
        raise KindUnreadable(field="kind")
    return kind


def number_of(text: str) -> float | None:
    """Return a plain decimal number (comma or point), None for what is none; never NaN."""
    plain = text.strip().replace("\u00a0", "").replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", plain, re.ASCII):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def check_reading(reading: Reading, *, today: date) -> None:
    """Refuse a span that cannot be."""
    days = (reading.date_to - reading.date_from).days + 1
    if days < 1:
        raise SpanReversed(field="date_to")
    if days > LONGEST_SPAN:
        raise SpanTooLong(days=LONGEST_SPAN, field="date_to")
    if reading.date_to >= today:
        raise NotOverYet(day=reading.date_to, field="date_to")


def source_of(text: str) -> str:
    """Return who gave the figures, as one line; raises ``SourceUnreadable``."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST_SOURCE or not words.isprintable():
        raise SourceUnreadable(most=LONGEST_SOURCE)
    return words


def key_of(row: Reading | PastCheck) -> tuple[Any, ...]:
    """Return what a row is about: a later row of the same key is its correction."""
    if isinstance(row, Reading):
        return (row.facility_id, row.community, row.kind, row.date_from, row.date_to)
    return (row.facility_id, row.night)


def plain_reading(line: int, row: Reading) -> list[Any]:
    """Return a reading as the digest of its import takes it."""
    return [
        line,
        row.facility_id,
        row.community,
        str(row.date_from),
        str(row.date_to),
        row.kind,
        repr(row.value),
    ]


def plain_check(line: int, row: PastCheck) -> list[Any]:
    """Return a check as the digest of its import takes it."""
    chance = row.inclusion_probability
    return [
        line,
        row.facility_id,
        str(row.night),
        row.observed_guests,
        row.design,
        None if chance is None else repr(chance),
    ]


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """Return SHA-256 (hex) over the rows of an import, in the order of their lines."""
    parts = hashlib.sha256()
    for row in rows:
        parts.update(json.dumps(row, separators=(",", ":")).encode() + b"\n")
    return parts.hexdigest()
