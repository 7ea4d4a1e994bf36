"""Canonical bodies and their leaf hashes (RFC 8785, RFC 6962 §2.1)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

#: Format of the body; a reader years later must know which fields to expect.
VERSION = 1
#: Above it a reader with floating numbers would see another integer (RFC 7493 §2.2).
MOST_EXACT = 2**53 - 1


def body_of(
    seq: int,
    kind: str,
    at: datetime,
    actor: str,
    subject: str,
    community: str | None,
    salt: str,
    facts: Mapping[str, Any],
) -> bytes:
    """Return the canonical bytes of an entry.

    ``facts`` holds only strings, integers below 2^53, booleans, None, lists and mappings; money is
    in kopiykas. ``salt`` (128 random bits in hex) keeps a guessable body from leaking by its hash.
    """
    return canonical(
        {
            "v": VERSION,
            "seq": seq,
            "kind": kind,
            "at": instant(at),
            "actor": actor,
            "subject": subject,
            "community": community,
            "salt": salt,
            "facts": dict(facts),
        }
    )


def canonical(body: Mapping[str, Any]) -> bytes:
    """Return the RFC 8785 bytes of ``body``.

    Without fractions and with ASCII names the standard encoder, told to sort and not to space,
    writes exactly those bytes, five times as fast as a general one; anything else is refused.
    Raises ``TypeError`` or ``ValueError`` for what the log does not hold.
    """
    _hold_plain(body)
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hold_plain(value: Any) -> None:
    """Refuse what would be written in another way than RFC 8785 does."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if abs(value) > MOST_EXACT:
            raise ValueError("an integer beyond 2^53 - 1 is not exact for every reader")
    elif kind is list or kind is tuple:
        for inner in value:
            _hold_plain(inner)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if type(name) is not str or not name.isascii():
                raise TypeError(f"a name in the log is ASCII text, not {name!r}")
            _hold_plain(inner)
    else:
        raise TypeError(f"the log holds no {kind.__name__}")


def instant(moment: datetime) -> str:
    """Return a UTC moment as text to the millisecond, e.g. ``2026-11-23T20:47:16.120Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def leaf_hash(body: bytes) -> bytes:
    """Return SHA-256 over ``0x00 ‖ body``: a leaf of the tree of RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def words_digest(salt: str, name: str, words: str) -> str:
    """Return what the log holds of a person's own words: HMAC-SHA256 in hex, keyed with ``salt``.

    ``salt`` (128 random bits in hex) stands beside the log, not in it: when the words are erased
    and the salt with them, no guess at the words can be tried against the digest any more.
    """
    said = f"{name}\x00{words}".encode()
    return hmac.new(bytes.fromhex(salt), said, hashlib.sha256).hexdigest()
