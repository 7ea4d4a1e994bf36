"""Writing down what is seen and said: drafts, kept at each step, until the visit is closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.inspections import rules
from occupancy.inspections.commands import RecordCount, RecordSigning, RecordStatement
from occupancy.inspections.queries import VisitRow, row_of
from occupancy.inspections.rules import refusals as no
from occupancy.inspections.services.access import held_open


def record_count(
    session: Session, visit_id: str, count: RecordCount, *, actor_id: int, now: datetime
) -> VisitRow:
    """Keep the counts as they stand now.

    With both numbers known and no end typed, the counting ended now: nobody types a clock twice.
    """
    found = held_open(session, visit_id, actor_id, now)
    assert found.opened_at is not None  # nosec B101 # the state says so, and the database holds it to it
    rules.check_count(count, opened_at=found.opened_at, now=now)
    found.rooms_seen = count.rooms_seen
    found.guests_seen = count.guests_seen
    found.methods = [method for method in rules.METHODS if method in count.methods]
    found.counted_from = count.counted_from
    counted = count.rooms_seen is not None and count.guests_seen is not None
    found.counted_to = count.counted_to or (now if counted else None)
    found.saved_at = now
    session.flush()
    return row_of(found)


def record_statement(
    session: Session, visit_id: str, said: RecordStatement, *, actor_id: int, now: datetime
) -> VisitRow:
    """Keep who received the inspectors and what was explained."""
    found = held_open(session, visit_id, actor_id, now)
    found.received_by = said.received_by
    found.received_post = said.received_post
    found.statement = said.statement
    found.saved_at = now
    session.flush()
    return row_of(found)


def record_signing(
    session: Session, visit_id: str, signed: RecordSigning, *, actor_id: int, now: datetime
) -> VisitRow:
    """Keep how the facility's person signs."""
    found = held_open(session, visit_id, actor_id, now)
    if signed.signing is not None and signed.signing not in rules.SIGNINGS:
        raise no.UnknownChoice(field="signing")
    found.signing = signed.signing
    found.remarks = signed.remarks
    found.saved_at = now
    session.flush()
    return row_of(found)
