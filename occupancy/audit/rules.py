"""Canonical bodies and their leaf hashes (RFC 8785, RFC 6962 §2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785

#: Format of the body; a reader years later must know which fields to expect.
VERSION = 1


def body_of(
    seq: int, kind: str, at: datetime, actor: str, subject: str, salt: str, facts: Mapping[str, Any]
) -> bytes:
    """Return the canonical bytes of an entry.

    ``facts`` holds only strings, integers below 2^53, booleans, None, lists and mappings; money is
    in kopiykas. ``salt`` (128 random bits in hex) keeps a guessable body from leaking by its hash.
    """
    return rfc8785.dumps(
        {
            "v": VERSION,
            "seq": seq,
            "kind": kind,
            "at": instant(at),
            "actor": actor,
            "subject": subject,
            "salt": salt,
            "facts": dict(facts),
        }
    )


def instant(moment: datetime) -> str:
    """Return a UTC moment as text to the millisecond, e.g. ``2026-11-23T20:47:16.120Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def leaf_hash(body: bytes) -> bytes:
    """Return SHA-256 over ``0x00 ‖ body``: a leaf of the tree of RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + body).digest()
