"""The code of the check page: 128 bits in Crockford's base 32, easy to read out and to type."""

from __future__ import annotations

#: Digits and letters without I, L, O and U, which are mistaken for others.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
BITS = 128
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def code_from(bits: int) -> str:
    """Return the 26 characters of a 128-bit number, most significant first."""
    if not 0 <= bits < 1 << BITS:
        raise ValueError(f"bits is {bits}; expected 0 ≤ bits < 2^{BITS}")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))


def normal_code(typed: str) -> str | None:
    """Return the code that was meant by what was typed, or None when it cannot be one."""
    if len(typed) > 3 * LENGTH or not typed.isascii():
        return None
    code = typed.upper().translate(_MISREAD)
    # 26 characters carry 130 bits: the first one holds only three.
    fits = len(code) == LENGTH and set(code) <= set(ALPHABET) and code[0] in ALPHABET[:8]
    return code if fits else None
