"""Reading bodies: at once where they are plain, with every care where they are not.

Nearly all bodies hold ASCII and short integers only. What another encoder writes byte for byte as
such a body stands is canonical; whatever differs in anything is read and judged the slow way, so
how quick a body was read never decides what is found.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import orjson

from occupancy.audit.rules import canonical
from occupancy.audit.rules.bodies import VERSION

_NAMES = frozenset(
    ("v", "seq", "kind", "at", "actor", "subject", "community", "salt", "facts")
)  # fmt: skip
#: Finds, among others, every integer so long that it may be beyond 2^53.
_LONG = re.compile(rb'[^"0-9A-Za-z][0-9]{16}')
#: Integers beyond 2^53 - 1 are refused.
_PLAIN = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
#: What is left of a number with a fraction or an exponent, as a value or in a list, when the
#: digits and signs are taken out of a body without spaces.
_FRACTIONS = (b'":.', b'":e', b"[.", b"[e", b",.", b",e")
_DIGITS = b"-0123456789"


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"the log holds no {text}")


_DECODE = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction).raw_decode
_ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode


def plain(body: bytes) -> dict[str, Any] | None:
    """Return what a canonical ASCII body says, None for one that takes a closer look."""
    try:
        said = orjson.loads(body)
        if orjson.dumps(said, None, _PLAIN) != body or not body.isascii():
            return None
    except (ValueError, TypeError):
        return None
    rest = body.translate(None, _DIGITS)
    for each in _FRACTIONS:
        if each in rest:
            return None
    return said if type(said) is dict else None


def decoded(body: bytes) -> dict[str, Any]:
    """Return what the JSON of a body says; raises ``ValueError`` for what the log does not hold."""
    said = plain(body)
    return _decoded(body.decode()) if said is None else said


def read_body(body: bytes) -> dict[str, Any]:
    """Return what a body says; raises ``ValueError`` or ``TypeError`` unless it is canonical."""
    said = plain(body)
    if said is None:
        text = body.decode()
        said = _decoded(text)
        if _ENCODE(said) != text:
            raise ValueError("not the canonical bytes of an entry")
        if (_LONG.search(body) or not text.isascii()) and canonical(said) != body:
            raise ValueError("not the canonical bytes of an entry")
    if said.keys() != _NAMES or said["v"] != VERSION:
        raise ValueError("not the canonical bytes of an entry")
    return said


def _decoded(text: str) -> dict[str, Any]:
    said: dict[str, Any] = _DECODE(text)[0]
    return said
