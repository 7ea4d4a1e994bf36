"""How far the scan under way is, for those who look at its page meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from occupancy.scans.models import ScanProgress

#: The one row.
ONLY = 1


def note_progress(
    session: Session, night: date, stage: str, done: int, of: int, *, now: datetime
) -> None:
    """Write down how far the scan of ``night`` is; the first word begins it."""
    row = session.get(ScanProgress, ONLY)
    if row is None or row.night != night:
        forget_progress(session)
        row = ScanProgress(id=ONLY, night=night, started_at=now)
        session.add(row)
    row.stage, row.done, row.of, row.at = stage, done, of, now
    session.flush()


def forget_progress(session: Session) -> None:
    """The scan ended."""
    session.execute(delete(ScanProgress))
    session.expire_all()
