"""Sums of money lines."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.ledger.models import LedgerLine


def accrued(session: Session, facility_id: int, night: date) -> int:
    """Return what a night's filings accrued so far, kopiykas."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(LedgerLine.kopiykas), 0)).where(
                LedgerLine.facility_id == facility_id,
                LedgerLine.night == night,
                LedgerLine.account == "accrual",
            )
        )
        or 0
    )


def accrued_between(session: Session, facility_id: int, first: date, last: date) -> int:
    """Return what the nights ``first`` to ``last`` (both in) accrued, kopiykas."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(LedgerLine.kopiykas), 0)).where(
                LedgerLine.facility_id == facility_id,
                LedgerLine.night.between(first, last),
                LedgerLine.account == "accrual",
            )
        )
        or 0
    )


def accrued_by_night(
    session: Session, facility_ids: Collection[int], first: date, last: date
) -> dict[tuple[int, date], int]:
    """Return what each night accrued so far, kopiykas, by (facility, night)."""
    rows = session.execute(
        select(LedgerLine.facility_id, LedgerLine.night, func.sum(LedgerLine.kopiykas))
        .where(
            LedgerLine.facility_id.in_(facility_ids),
            LedgerLine.night.between(first, last),
            LedgerLine.account == "accrual",
        )
        .group_by(LedgerLine.facility_id, LedgerLine.night)
    )
    return {(facility_id, night): int(total) for facility_id, night, total in rows}
