"""Filing one night."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.audit import services as audit
from occupancy.errors import Refusals
from occupancy.filings import queries, rules
from occupancy.filings.commands import FileNight
from occupancy.filings.models import FilingRevision
from occupancy.filings.rules import refusals
from occupancy.filings.services import drafts, settings
from occupancy.filings.services.drafts import Receipt
from occupancy.ledger import services as ledger
from occupancy.registry import queries as facilities
from occupancy.registry import services as registry


def file_night(
    session: Session, filing: FileNight, *, source: str, author_id: int | None, now: datetime
) -> Receipt:
    """Keep what a facility says of a night as its next revision, and return the receipt.

    Within one transaction: the revision, the entry of the log with every figure, the ledger line
    that brings the night's accrual to the new sum. A key that was used before, or numbers that
    stand already, add nothing. Raises ``Refusals`` with everything that cannot be true.
    """
    place = registry.hold(session, filing.facility_id)
    if filing.idempotency_key:
        earlier = queries.by_key(session, place.id, filing.idempotency_key)
        if earlier:
            return _again(earlier, filing)
    law = facilities.law(session, [place.community.katottg])
    setting = settings.on(session, place, filing.night, law)
    found = rules.problems(filing, setting, now)
    if found:
        raise Refusals(found)
    standing = queries.standing(session, place.id, filing.night)
    if standing and drafts.figures_of(standing) == drafts.figures_of(filing):
        return drafts.receipt_of(standing, unchanged=True)
    kind = rules.kind_of(filing.night, filed_before=standing is not None, now=now)
    if unexplained := rules.reason_problem(filing, kind):
        raise Refusals([unexplained])
    return keep(
        session,
        drafts.draft(
            filing,
            place,
            kind=kind,
            number=standing.number + 1 if standing else 1,
            supersedes=standing.receipt_no if standing else None,
            due=drafts.due_of(law, place, filing),
            source=source,
            author_id=author_id,
            filed_at=now,
        ),
        actor=drafts.actor_of(author_id, source),
        now=now,
    )


def _again(earlier: queries.RevisionRow, filing: FileNight) -> Receipt:
    """Answer a form that was sent twice; the same key with other numbers is a mistake."""
    said = (earlier.night, earlier.reason, drafts.figures_of(earlier))
    if said != (filing.night, filing.reason, drafts.figures_of(filing)):
        raise refusals.SameKeyOtherContent(receipt=earlier.receipt_no)
    return drafts.receipt_of(earlier, repeated=True)


def keep(session: Session, made: drafts.Draft, *, actor: str, now: datetime) -> Receipt:
    """Write a checked draft: the ledger line, the entry of the log, then the revision."""
    due, facility_id, night = (
        made.values[name] for name in ("due_kopiykas", "facility_id", "night")
    )
    recorded = audit.record(session, made.deed, actor=actor, now=now)
    if due is not None:
        ledger.settle_to(
            session, facility_id, night, due, cause=made.cause, seq=recorded.seq, now=now
        )
    kept = FilingRevision(**made.row(recorded))
    session.add(kept)
    session.flush()
    return drafts.receipt_of(queries.row_of(kept))
