"""Passwords: argon2id, at a cost from the settings, a few at a time."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from occupancy.accounts.rules.passwords import LONGEST, check_length, same
from occupancy.errors import Busy

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
        check_length(password)
        return self._hasher.hash(same(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether ``password`` made ``kept``; without ``kept`` the work is done all the same.

        Raises ``Busy`` when too many checks are waiting.
        """
        if len(password) > LONGEST:
            kept, password = None, ""
        if not _turn.acquire(timeout=PATIENCE):
            raise Busy()
        try:
            right = self._hasher.verify(kept or self._nobody, same(password))
        except (VerificationError, InvalidHashError):
            return False
        finally:
            _turn.release()
        return right and kept is not None
