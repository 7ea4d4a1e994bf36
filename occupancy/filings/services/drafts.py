"""A revision in the making: its row, its entry in the log, its cause in the ledger."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from occupancy.audit.rules import instant
from occupancy.audit.services import Deed, Recorded
from occupancy.filings import rules
from occupancy.filings.commands import FileNight
from occupancy.filings.queries import RevisionRow
from occupancy.registry.queries import FacilityRow, Law


@dataclass(frozen=True)
class Receipt:
    """What a person gets back for a night.

    ``repeated`` says that the same form had been filed before; ``unchanged`` that these very
    numbers stood already. In both cases nothing was added and the older receipt is given again.
    """

    revision_id: int
    receipt_no: str
    facility_id: int
    number: int
    kind: str
    filed_at: datetime
    after_cutoff: bool
    audit_seq: int
    audit_leaf: str
    due_kopiykas: int | None
    repeated: bool = False
    unchanged: bool = False


@dataclass(frozen=True)
class Draft:
    """A checked revision that is not written yet; ``values`` are the columns of its row."""

    values: dict[str, Any]
    deed: Deed
    cause: str

    def row(self, recorded: Recorded) -> dict[str, Any]:
        """Return the columns with the place of the deed in the log, which also numbers the row."""
        return {
            **self.values,
            "id": recorded.seq + 1,
            "audit_seq": recorded.seq,
            "audit_leaf": recorded.leaf,
        }


def draft(
    filing: FileNight,
    place: FacilityRow,
    *,
    kind: str,
    number: int,
    supersedes: str | None,
    due: int | None,
    source: str,
    author_id: int | None,
    filed_at: datetime,
) -> Draft:
    """Put together revision ``number`` of a night; the log's entry has its figures, never words.

    ``supersedes`` is the receipt of the revision before, None for the first.
    """
    night = filing.night.isoformat()
    bands = None if filing.bands is None else [vars(band) for band in filing.bands]
    figures: dict[str, Any] = {
        "number": number,
        "kind": kind,
        "rooms_occupied": filing.rooms_occupied,
        "guests": filing.guests,
        "domestic": filing.domestic,
        "inbound": filing.inbound,
        "exempt": dict(filing.exempt),
        "bands": bands,
        "arrivals": filing.arrivals,
        "due_kopiykas": due,
        "source": source,
        "after_cutoff": filed_at > rules.cut_off_at(filing.night, place.community.cutoff),
        "receipt_no": rules.receipt_no(filing.night, secrets.token_bytes(5)),
    }
    facts = {
        **figures,
        "facility": place.code,
        "night": night,
        "filed_at": instant(filed_at),
        "supersedes": supersedes,
        "key_sha256": _key_digest(filing.idempotency_key),
    }
    return Draft(
        values={
            **figures,
            "reason": filing.reason,
            "facility_id": place.id,
            "night": filing.night,
            "exempt_total": filing.exempt_total,
            "author_id": author_id,
            "filed_at": filed_at,
            "idempotency_key": filing.idempotency_key,
        },
        deed=Deed(
            "filing",
            f"night:{place.code}:{night}",
            facts,
            place.community.katottg,
            words={"reason": filing.reason},
        ),
        cause=f"filing:{place.id}:{night}:{number}",
    )


def _key_digest(key: str | None) -> str | None:
    return None if key is None else hashlib.sha256(key.encode()).hexdigest()


def due_of(law: Law, place: FacilityRow, filing: FileNight) -> int | None:
    """Return what a night owes in kopiykas, each line rounded once; None where no rate is known."""
    due = law.due(place, filing.night, filing.domestic, filing.inbound, filing.bands)
    return None if due is None else due.total_kopiykas


def actor_of(author_id: int | None, source: str) -> str:
    """Return how the log names who filed: a person's number, or the door it came through."""
    return f"system:{source}" if author_id is None else f"person:{author_id}"


def figures_of(stated: FileNight | RevisionRow) -> tuple[Any, ...]:
    """Return what is compared to tell whether something new is said; a reason alone is not."""
    return (
        stated.rooms_occupied,
        stated.domestic,
        stated.inbound,
        sorted(stated.exempt.items()),
        sorted((band.code, band.domestic, band.inbound) for band in stated.bands or ()),
        stated.arrivals,
    )


def receipt_of(
    revision: RevisionRow, *, repeated: bool = False, unchanged: bool = False
) -> Receipt:
    """Return the receipt of a kept revision."""
    return Receipt(
        revision_id=revision.id,
        receipt_no=revision.receipt_no,
        facility_id=revision.facility_id,
        number=revision.number,
        kind=revision.kind,
        filed_at=revision.filed_at,
        after_cutoff=revision.after_cutoff,
        audit_seq=revision.audit_seq,
        audit_leaf=revision.audit_leaf,
        due_kopiykas=revision.due_kopiykas,
        repeated=repeated,
        unchanged=unchanged,
    )
