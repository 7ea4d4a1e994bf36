"""Receipt numbers: short enough to read aloud, long enough not to be guessed."""

from __future__ import annotations

from datetime import date

#: Crockford's alphabet of 32: no I, L, O or U to be misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_no(night: date, token: bytes) -> str:
    """Return a number such as ``26-1123-4KX7-9F3C``: the night, then 40 random bits (5 bytes)."""
    number = int.from_bytes(token[:5], "big")
    letters = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{night:%y-%m%d}-{letters[:4]}-{letters[4:]}"
