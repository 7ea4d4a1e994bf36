"""Reading bodies: at once where they are plain, with every care where they are not.

Nearly all bodies hold ASCII and short integers only. What another encoder writes byte for byte as
such a body stands is canonical; whatever differs in anything is read and judged the slow way, so
how quick a body was read never decides what is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

import orjson

from occupancy.audit.rules import canonical
from occupancy.audit.rules.bodies import VERSION

_NAMES = frozenset(
    ("v", "seq", "kind", "at", "actor", "subject", "community", "salt", "facts")
)  # fmt: skip
#: Finds, among others, every integer so long that it may be beyond 2^53.
_LONG = re.compile(rb'[^"0-9A-Za-z][0-9]{16}')
#: Kinds of values that hold no other value and no fraction.
_WHOLE = frozenset((str, int, bool, type(None)))
#: Integers beyond 2^53 - 1 are refused.
_PLAIN = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


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
    return None if type(said) is not dict or _broken(said.values()) else said


def _broken(values: Iterable[Any]) -> bool:
    """Tell whether a number with a fraction or an exponent is among the values, however deep."""
    for value in values:
        if (kind := type(value)) not in _WHOLE:
            if kind is float or (kind is list and _broken(value)):
                return True
            if kind is dict and _broken(value.values()):
                return True
    return False


def decoded(body: bytes) -> dict[str, Any]:
    """Return what a body says that somebody else judges; raises ``ValueError`` for no JSON."""
    try:
        said: dict[str, Any] = orjson.loads(body)
    except ValueError:
        return _decoded(body.decode())
    return said


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
