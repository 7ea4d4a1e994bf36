"""Posting money lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from occupancy.database import table_of
from occupancy.ledger import queries
from occupancy.ledger.models import LedgerLine

ACCRUAL = "accrual"


def settle_to(
    session: Session,
    facility_id: int,
    night: date,
    due: int,
    *,
    cause: str,
    seq: int,
    now: datetime,
) -> int:
    """Add the one line that brings the night's accrual to ``due`` kopiykas; return the change.

    ``seq`` is the entry of the log that says so.
    """
    change = due - queries.accrued(session, facility_id, night)
    if change:
        session.add(
            LedgerLine(
                id=seq + 1,
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


@dataclass(frozen=True)
class NightDue:
    """What a night comes to, ``due`` in kopiykas, and the deed that says so, entry ``seq``."""

    facility_id: int
    night: date
    due: int
    cause: str
    seq: int


def settle_all(session: Session, dues: Sequence[NightDue], *, now: datetime) -> int:
    """Settle many nights as ``settle_to`` does one; a night may come twice, in order.

    Return how many lines were added.
    """
    if not dues:
        return 0
    nights = [each.night for each in dues]
    accrued = queries.accrued_by_night(
        session, {each.facility_id for each in dues}, min(nights), max(nights)
    )
    lines: list[dict[str, Any]] = []
    for each in dues:
        change = each.due - accrued.get((each.facility_id, each.night), 0)
        if change:
            accrued[each.facility_id, each.night] = each.due
            lines.append(
                {
                    "id": each.seq + 1,
                    "facility_id": each.facility_id,
                    "night": each.night,
                    "account": ACCRUAL,
                    "kopiykas": change,
                    "cause": each.cause,
                    "at": now,
                }
            )
    if lines:
        session.execute(insert(table_of(LedgerLine)), lines)
    return len(lines)
