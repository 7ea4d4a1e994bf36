"""Taking a job, and writing down what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occupancy.jobs import rules
from occupancy.jobs.models import WorkerJob


@dataclass
class Tally:
    """What a job did since it was last written down."""

    name: str
    runs: int = 0
    failures: int = 0
    in_a_row: int = 0
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None


def claim(session: Session, name: str, *, every: timedelta, now: datetime) -> bool:
    """Take a rare job that is due, for the length of a lease; False when another one has it."""
    job = _row(session, name)
    if not rules.is_due(job.due_at, every=every, now=now):
        return False
    job.due_at = now + rules.LEASE
    return True


def put_off(session: Session, name: str, *, until: datetime) -> None:
    """Say when a rare job is due again."""
    _row(session, name).due_at = until


def note(session: Session, tallies: Iterable[Tally]) -> None:
    """Add what was done; several workers' figures add up."""
    for tally in tallies:
        job = _row(session, tally.name)
        job.runs += tally.runs
        job.failures += tally.failures
        job.in_a_row = tally.in_a_row
        job.succeeded_at = tally.succeeded_at or job.succeeded_at
        if tally.failures:
            job.failed_at, job.error = tally.failed_at, tally.error


def _row(session: Session, name: str) -> WorkerJob:
    """Return a job's row, locked; two servers that make it at once: one is refused, tries again."""
    found = session.get(WorkerJob, name, with_for_update=True)
    if found is None:
        found = WorkerJob(name=name, runs=0, failures=0, in_a_row=0)
        session.add(found)
        session.flush()
    return found
