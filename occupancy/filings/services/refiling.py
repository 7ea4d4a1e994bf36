"""Filing a night again that a declared restore lost, on the strength of its signed receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from occupancy.audit import receipts, restores
from occupancy.audit.rules import Receipt as Signed
from occupancy.errors import Refusals
from occupancy.filings import queries, rules
from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.rules import refusals
from occupancy.filings.services import drafts, settings
from occupancy.filings.services.drafts import Receipt
from occupancy.filings.services.nights import keep
from occupancy.registry import queries as facilities
from occupancy.registry import services as registry

#: How the log and the night's page call what came back in this way.
SOURCE = "receipt"


def file_again(
    session: Session, signed: Signed, *, facility_id: int, author_id: int | None, now: datetime
) -> Receipt:
    """Keep a lost night again as its next revision; it counts as filed when the receipt says.

    The server's own signature over origin, number and leaf proves what was said and when, so the
    term that was kept then is kept now. The entry names the old one (``restored_from``). The same
    receipt a second time gives the first answer. Raises ``ReceiptNotOurs``, ``ReceiptNotForHere``,
    ``ReceiptStillHeld``, ``ReceiptNotLost``, ``NewerStands`` and ``Refusals``.
    """
    place = registry.hold(session, facility_id)
    found = receipts.examine(session, signed)
    if not found.promised:
        raise refusals.ReceiptNotOurs()
    facts = signed.said["facts"]
    if signed.said["kind"] != "filing" or facts["facility"] != place.code:
        raise refusals.ReceiptNotForHere(facility=place.code)
    if found.held:
        raise refusals.ReceiptStillHeld(receipt=facts["receipt_no"])
    if not restores.is_lost(session, signed.origin, signed.seq):
        raise refusals.ReceiptNotLost(seq=signed.seq)
    filing = _filing(place.id, facts, key=f"{SOURCE}:{signed.leaf.hex()}")
    if earlier := queries.by_key(session, place.id, str(filing.idempotency_key)):
        return drafts.receipt_of(earlier, repeated=True)
    then = datetime.fromisoformat(facts["filed_at"])
    standing = queries.standing(session, place.id, filing.night)
    if standing and standing.filed_at > then:
        raise refusals.NewerStands(night=filing.night, receipt=standing.receipt_no)
    law = facilities.law(session, [place.community.katottg])
    if problems := rules.problems(filing, settings.on(session, place, filing.night, law), then):
        raise Refusals(problems)
    made = drafts.draft(
        filing,
        place,
        kind=facts["kind"],
        number=standing.number + 1 if standing else 1,
        supersedes=standing.receipt_no if standing else None,
        due=drafts.due_of(law, place, filing),
        source=SOURCE,
        author_id=author_id,
        filed_at=then,
    )
    restored_from = {
        "origin": signed.origin,
        "seq": signed.seq,
        "leaf": signed.leaf.hex(),
        "receipt_no": facts["receipt_no"],
    }
    deed = replace(made.deed, facts={**made.deed.facts, "restored_from": restored_from})
    return keep(
        session,
        replace(made, deed=deed),
        actor=drafts.actor_of(author_id, SOURCE),
        now=now,
    )


def _filing(facility_id: int, facts: Mapping[str, Any], *, key: str) -> FileNight:
    """Return what the old entry said; the words of its reason were never in the log."""
    bands = facts["bands"]
    return FileNight(
        facility_id=facility_id,
        night=date.fromisoformat(facts["night"]),
        rooms_occupied=facts["rooms_occupied"],
        domestic=facts["domestic"],
        inbound=facts["inbound"],
        exempt=facts["exempt"],
        bands=None if bands is None else tuple(BandGuests(**each) for each in bands),
        arrivals=facts["arrivals"],
        idempotency_key=key,
    )
