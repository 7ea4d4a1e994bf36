"""The scan of a night: what is read where, and who is told how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from occupancy.clock import in_kyiv
from occupancy.database import saving
from occupancy.errors import Busy
from occupancy.filings.rules import free_until
from occupancy.inspections import queries as inspections
from occupancy.scans import queries as scans
from occupancy.scans.queries import RunRow
from occupancy.scans.rules import FlagParams
from occupancy.scans.services import (
    Findings,
    Progress,
    forget_progress,
    keep,
    look,
    nights_to_look_at,
    note_progress,
    silent,
)

#: Seconds between two words about how far a scan is.
SILENCE = 2.0


def scan_night(
    engine: Engine,
    *,
    first: date | None,
    last: date,
    now: Callable[[], datetime],
    progress: Progress = silent,
) -> tuple[RunRow, Findings]:
    """Scan the window that ends on ``last`` and keep what is found; bands from ``first`` on.

    Looking only reads; the writer's place is taken when everything is known. While it works, the
    agency's page tells how far it is. Raises ``NothingToScan``, ``Busy``.
    """
    teller = _Teller(engine, last, now, progress)
    try:
        with Session(engine) as session:
            window = last - timedelta(days=FlagParams().window - 1)
            found = look(
                session,
                first=first or nights_to_look_at(session, last),
                last=last,
                visits=inspections.checks(session, window, last),
                progress=teller,
            )
            teller("keeping", 0, 1)
            with saving(session):
                run = keep(session, found, now=now())
        return run, found
    finally:
        teller.end()


def is_due(session: Session, now: datetime) -> date | None:
    """Return the night that a scan is due for, None when it has been scanned.

    Figures of a night are free until the next noon; the scan waits for it.
    """
    night = in_kyiv(now).date() - timedelta(days=1)
    if now < free_until(night):
        return None
    before = scans.newest_of(session, night)
    return None if before and before.started_at >= free_until(night) else night


class _Teller:
    """Writes down how far the scan is, at most once in ``SILENCE`` seconds, and tells the caller.

    What is written is only for looking at: a busy database keeps no scan waiting.
    """

    def __init__(
        self, engine: Engine, night: date, now: Callable[[], datetime], also: Progress
    ) -> None:
        self.engine, self.night, self.now, self.also = engine, night, now, also
        self.last = time.monotonic()
        self.written = False

    def __call__(self, stage: str, done: int, of: int) -> None:
        self.also(stage, done, of)
        if time.monotonic() - self.last < SILENCE:
            return
        self.last = time.monotonic()
        self._write(
            lambda session: note_progress(session, self.night, stage, done, of, now=self.now())
        )
        self.written = True

    def end(self) -> None:
        """Take the word back."""
        if self.written:
            self._write(forget_progress)

    def _write(self, deed: Callable[[Session], None]) -> None:
        try:
            with Session(self.engine) as session, saving(session):
                deed(session)
        except (Busy, OperationalError):
            pass
