"""Passwords: argon2id, at a cost from the settings, a few at a time."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from occupancy.accounts.rules import PasswordTooLong, PasswordTooShort
from occupancy.errors import Busy

#: ASVS 5.0, 6.2.1 and 6.2.9: at least 8, and 64 must be possible; we ask for more at the start.
SHORTEST, LONGEST = 12, 256
#: Checks that may run at once in a process: each takes memory and a processor.
AT_ONCE = 2
#: Seconds that a check waits for its turn before the person is asked to try again.
PATIENCE = 10.0

_turn = threading.BoundedSemaphore(AT_ONCE)


class Passwords:
    """Hashes and checks passwords; an unknown person costs as much time as a known one."""

    def __init__(self, memory_kib: int, passes: int) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the argon2id hash to keep; refuses what is too short or too long."""
        if len(password) < SHORTEST:
            raise PasswordTooShort(field="password", shortest=SHORTEST)
        if len(password) > LONGEST:
            raise PasswordTooLong(field="password", longest=LONGEST)
        return self._hasher.hash(_same(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether ``password`` made ``kept``; without ``kept`` the work is done all the same.

        Raises ``Busy`` when too many checks are waiting.
        """
        if len(password) > LONGEST:
            kept, password = None, ""
        if not _turn.acquire(timeout=PATIENCE):
            raise Busy()
        try:
            right = self._hasher.verify(kept or self._nobody, _same(password))
        except (VerificationError, InvalidHashError):
            return False
        finally:
            _turn.release()
        return right and kept is not None


def _same(password: str) -> str:
    """Return one form of a password, whichever keyboard composed its letters (NFC, RFC 8265)."""
    return unicodedata.normalize("NFC", password)
