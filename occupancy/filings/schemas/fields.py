"""Fields that say exactly what is wrong with what was typed.

Each error is a refusal with its facts, so that page, command line and API tell the same sentence.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from occupancy.errors import Refusal

#: More than any house holds; beyond it a number is a typing error and would break a database.
LARGEST = 9999
LONGEST_REASON = 300
LONGEST_KEY = 80
#: How much of a wrong value is told back.
SHOWN = 24

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_MINUS = re.compile(r"[-−–][0-9]+", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
#: Marks that turn the direction of writing or cannot be seen (they could disguise a paper's words),
#: and NUL, which no database of ours keeps.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class NumberMissing(Refusal):
    """A number is needed, even if it is 0."""

    code = "filing.number_missing"


class NotWholeNumber(Refusal):
    """What stands there is not a whole number in digits 0–9."""

    code = "filing.not_whole_number"


class NumberNegative(Refusal):
    """A count cannot be below zero."""

    code = "filing.number_negative"


class NumberTooLarge(Refusal):
    """The number is larger than any house."""

    code = "filing.number_too_large"


class NotADate(Refusal):
    """What stands there is not a date."""

    code = "filing.not_a_date"


class NoSuchDay(Refusal):
    """The calendar has no such day."""

    code = "filing.no_such_day"


class TextTooLong(Refusal):
    """The text is longer than what is kept."""

    code = "filing.text_too_long"


class NotText(Refusal):
    """Something else than readable text stands there."""

    code = "filing.not_text"


class UnknownField(Refusal):
    """A value that nobody asked for: refused rather than silently dropped."""

    code = "filing.unknown_field"


class WrongShape(Refusal):
    """The value has another structure than described."""

    code = "filing.wrong_shape"


def shown(value: Any) -> str:
    """Return a wrong value as it is told back: short, on one line."""
    text = " ".join(str(value).split()) if isinstance(value, str) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def as_words(text: str, longest: int) -> str:
    """Return what a person wrote, lines ended by LF; raises ``NotText`` or ``TextTooLong``."""
    words = text.replace("\r\n", "\n").replace("\r", "\n")
    check_readable(words)
    if len(words) > longest:
        raise TextTooLong(longest=longest)
    return words


def check_readable(words: str, field: str | None = None) -> None:
    """Refuse words with marks that nobody sees."""
    if _HIDDEN.search(words):
        raise NotText(field=field)


class Refused(ValidationError):
    """A field's error that carries a refusal through marshmallow, which collects them by field."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__([refusal])


def as_count(value: Any) -> int:
    """Return a count from what was typed (text) or sent (a JSON integer; never true or 1.0)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _in_range(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise Refused(NumberMissing())
    if not isinstance(value, str):
        raise Refused(NotWholeNumber(got=shown(value)))
    text = value.strip()
    if _MINUS.fullmatch(text):
        raise Refused(NumberNegative())
    if not _DIGITS.fullmatch(text):
        raise Refused(NotWholeNumber(got=shown(value)))
    digits = text.lstrip("0") or "0"
    return _in_range(int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1)


def _in_range(number: int) -> int:
    if number < 0:
        raise Refused(NumberNegative())
    if number > LARGEST:
        raise Refused(NumberTooLarge(largest=LARGEST))
    return number


class Count(fields.Field[int]):
    """A whole number from 0 to 9,999, as text of digits or as an integer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        return as_count(value)


class Night(fields.Field[date]):
    """A day as ``2026-11-23`` or, as people write it in tables, ``23.11.2026``.

    The shape is checked first: ``date.fromisoformat`` would also take ``2026-W01-1``.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        text = value.strip() if isinstance(value, str) else ""
        if found := _ISO_DAY.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := _WRITTEN_DAY.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        else:
            raise Refused(NotADate(got=shown(value)))
        try:
            found_day = date(year, month, day)
        except ValueError:
            raise Refused(NoSuchDay(got=shown(text))) from None
        # Far years would overflow when the next noon is computed.
        if not 1990 <= year <= 2200:
            raise Refused(NoSuchDay(got=shown(text)))
        return found_day


class Words(fields.Field[str | None]):
    """One line of text, trimmed; blank is None; no control characters."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str | None:
        if not isinstance(value, str):
            raise Refused(NotText())
        text = " ".join(value.split())
        if not text.isprintable() or "\x00" in text:
            raise Refused(NotText())
        if len(text) > self.longest:
            raise Refused(TextTooLong(longest=self.longest))
        return text or None


class Code(fields.Field[str]):
    """A short code of letters and digits, such as ``MINOR`` or ``b2``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise Refused(NotText())
        return value
