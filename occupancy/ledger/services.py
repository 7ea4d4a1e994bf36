"""Posting money lines."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from occupancy.ledger import queries
from occupancy.ledger.models import LedgerLine

ACCRUAL = "accrual"


def settle_to(
    session: Session, facility_id: int, night: date, due: int, *, cause: str, now: datetime
) -> int:
    """Add the one line that brings the night's accrual to ``due`` kopiykas; return the change."""
    change = due - queries.accrued(session, facility_id, night)
    if change:
        session.add(
            LedgerLine(
                facility_id=facility_id,
                night=night,
                account=ACCRUAL,
                kopiykas=change,
                cause=cause,
                at=now,
            )
        )
        session.flush()
    return change
