"""One row for each job of the background worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class WorkerJob(Base):
    """How often a job ran and failed, by the real clock.

    ``due_at`` is kept for jobs that run once a minute or less often, so that of two servers only
    one runs them; ``error`` is the name of the last failure's type.
    """

    __tablename__ = "worker_job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime | None]
    runs: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    in_a_row: Mapped[int] = mapped_column(default=0)
    succeeded_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(80))
