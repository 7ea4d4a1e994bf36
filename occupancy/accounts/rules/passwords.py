"""Which passwords are taken: long enough, not among the commonest, not one's own name; pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path

from occupancy.accounts.rules.refusals import (
    PasswordCommon,
    PasswordOfOurs,
    PasswordTooLong,
    PasswordTooShort,
)

#: ASVS 5.0, 6.2.1 and 6.2.9: at least 8, and 64 must be possible; we ask for more at the start.
SHORTEST, LONGEST = 12, 256
#: Words of this product that people who know it would try first (ASVS 5.0, 6.2.11).
OURS = ("nichlih", "нічліг", "occupancy", "turzbir", "турзбір", "lvivoda", "tourism")
#: Marks of the commonest passwords that are long enough (ASVS 5.0, 6.2.4); its head says whence.
LIST = Path(__file__).resolve().parent.parent / "data" / "common_passwords.txt"
_MARK = 10
#: How long a password that somebody else gave opens the way to a new one (ASVS 5.0, 6.4.1).
FIRST_LASTS = timedelta(days=3)
#: Crockford's letters: none that is taken for another when it is read out.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def same(password: str) -> str:
    """Return one form of a password, whichever keyboard composed its letters (NFC, RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def check_length(password: str, field: str = "password") -> None:
    """Refuse a password that guessing finds too soon, or that nobody types."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(field=field, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(field=field, longest=LONGEST)


def check_choice(password: str, own: Iterable[str], field: str = "password") -> None:
    """Refuse a chosen password that is too short, too long, common, or made of known words.

    ``own`` are the person's own words, such as the login. A password falls when what is left
    beside such a word, or beside one repeated piece, is shorter than eight characters.
    """
    check_length(password, field)
    if is_common(password):
        raise PasswordCommon(field=field)
    if any(_leans_on(password, word) for word in (*OURS, *own)):
        raise PasswordOfOurs(field=field)


def is_common(password: str) -> bool:
    """Tell whether a password is among the commonest, or one short piece again and again."""
    return mark_of(password) in _marks() or _repeats(password)


def mark_of(password: str) -> str:
    """Return the mark by which the list knows a password, whatever its capitals."""
    return hashlib.sha256(same(password).casefold().encode()).hexdigest()[:_MARK]


def spelled(bits: int) -> str:
    """Return 80 random bits as a first password to be read out: ``k7dn-4m2x-9tqe-0hw3``."""
    letters = "".join(_LETTERS[bits >> (5 * place) & 31] for place in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _leans_on(password: str, word: str) -> bool:
    known = same(word).casefold()
    if len(known) < 4:
        return False
    rest = same(password).casefold().replace(known, "")
    return len(rest) != len(same(password)) and len(rest) < 8


def _repeats(password: str) -> bool:
    """Tell whether the password is a piece of at most six characters, written again and again."""
    folded = same(password).casefold()
    return any(
        (folded[:size] * (len(folded) // size + 1))[: len(folded)] == folded for size in range(1, 7)
    )


@cache
def _marks() -> frozenset[str]:
    lines = LIST.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
