"""JSON from outside: its size and depth are known before it is parsed.

The standard parser calls itself for each level: a few kilobytes of brackets end it with
``RecursionError``, which is no ``ValueError`` and would be a failure of ours.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from occupancy.attachments.rules import limits
from occupancy.errors import Refusal

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")


class JsonTooLarge(Refusal):
    """The message is longer than what is read at once."""

    code = "json.too_large"
    status = 413


class JsonTooDeep(Refusal):
    """Brackets stand in brackets deeper than any message of ours."""

    code = "json.too_deep"
    status = 400


class JsonUnreadable(Refusal):
    """This is not JSON in UTF-8 (RFC 8259), or it says something twice or not at all."""

    code = "json.unreadable"
    status = 400


def load(data: bytes, *, most: int = limits.JSON_BYTES, depth: int = limits.JSON_DEPTH) -> Any:
    """Return what a message says.

    Refused: more than ``most`` bytes or ``depth`` levels, a name said twice, ``NaN`` and the like,
    numbers of thousands of digits, halves of signs. Raises ``Refusal``.
    """
    if len(data) > most:
        raise JsonTooLarge(megabytes=most / limits.MIB)
    try:
        text = data.decode("utf-8")
        _check_depth(text, depth)
        said = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite
        )
        json.dumps(said, ensure_ascii=False).encode("utf-8")  # no half of a sign in it
    except ValueError as error:
        raise JsonUnreadable() from error
    return said


def _check_depth(text: str, most: int) -> None:
    level = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        level += 1 if bracket[0] in "[{" else -1
        if level > most:
            raise JsonTooDeep(most=most)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is said twice")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _no_number(name: str) -> None:
    raise ValueError(name)
