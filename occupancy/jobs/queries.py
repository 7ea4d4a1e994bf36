"""Reading what the background worker did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.jobs.models import WorkerJob
from occupancy.jobs.rules import SILENCE

#: The job that only says that the worker is there.
BEAT = "beat"


@dataclass(frozen=True)
class JobRow:
    """One job; moments are the real clock's, ``in_a_row`` counts the failures since a success."""

    name: str
    runs: int
    failures: int
    in_a_row: int
    succeeded_at: datetime | None
    failed_at: datetime | None
    error: str | None


def jobs(session: Session) -> list[JobRow]:
    """Return every job that ever ran, by name."""
    found = session.scalars(select(WorkerJob).order_by(WorkerJob.name))
    return [
        JobRow(
            each.name,
            each.runs,
            each.failures,
            each.in_a_row,
            each.succeeded_at,
            each.failed_at,
            each.error,
        )
        for each in found
    ]


def worker_is_there(session: Session, *, real_now: datetime) -> bool:
    """Say whether a worker wrote something down lately."""
    beat = session.scalar(select(WorkerJob.succeeded_at).where(WorkerJob.name == BEAT))
    return beat is not None and abs(real_now - beat) <= SILENCE
