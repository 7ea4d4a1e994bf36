"""When a job runs again."""

from __future__ import annotations

from datetime import datetime, timedelta

#: The first pause after a failure; each further one doubles it.
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
#: A job that runs at least this seldom is done by one of several servers only.
SELDOM = timedelta(minutes=1)
#: How long a started job may be silent before another server takes it over.
LEASE = timedelta(minutes=10)
#: A worker that said nothing for so long is not there.
SILENCE = timedelta(minutes=1)


def back_off(in_a_row: int, every: timedelta) -> timedelta:
    """Return the pause after so many failures in a row (1 or more).

    It is at least the job's own interval, up to ten minutes; a rare job is tried again sooner.
    """
    pause = min(FIRST_PAUSE * 2 ** min(in_a_row - 1, 20), LONGEST_PAUSE)
    return max(pause, min(every, SELDOM))


def is_due(due_at: datetime | None, *, every: timedelta, now: datetime) -> bool:
    """Say whether a rare job is due.

    A moment farther away than any pause of ours was written by a clock that has been set back.
    """
    return due_at is None or due_at <= now or due_at > now + max(every, LEASE, LONGEST_PAUSE)
