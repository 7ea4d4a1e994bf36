"""A job: its name, how often, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import saving
from occupancy.jobs.rules import SELDOM
from occupancy.settings import Settings


@dataclass(frozen=True)
class Work:
    """What a job works with."""

    engine: Engine
    settings: Settings


@dataclass(frozen=True)
class Job:
    """``run`` opens its own transactions; what it raises is logged, and it is tried again."""

    name: str
    every: timedelta
    run: Callable[[Work], object]

    @property
    def seldom(self) -> bool:
        """Say whether one of several servers is enough."""
        return self.every >= SELDOM


def in_one_transaction(
    deed: Callable[[Session, Settings, datetime], object],
) -> Callable[[Work], object]:
    """Return a job's ``run``: ``deed(session, settings, now)``, kept whole or not at all."""

    def run(work: Work) -> object:
        with Session(work.engine) as session, saving(session):
            return deed(session, work.settings, clock.now())

    return run
