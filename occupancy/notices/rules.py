"""How long the outbox waits."""

from __future__ import annotations

from datetime import timedelta

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
#: Longer than any delivery takes: only then may another server try the same message.
LEASE = timedelta(minutes=5)


def pause_after(tries: int) -> timedelta:
    """Return the pause after so many failed tries (1 or more): 30 s, doubled, up to an hour."""
    return min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
