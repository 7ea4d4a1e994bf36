"""Closing a visit with its outcome; after that nothing of it changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from occupancy.attachments import queries as attachments
from occupancy.audit import queries as audit
from occupancy.audit.rules import instant
from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours
from occupancy.inspections import rules
from occupancy.inspections.commands import CloseVisit
from occupancy.inspections.models import Visit
from occupancy.inspections.queries import VisitRow, row_of
from occupancy.inspections.rules import Counted, Seal
from occupancy.inspections.rules import refusals as no
from occupancy.inspections.services.access import held_by
from occupancy.registry import queries as registry
from occupancy.scans import services as scans


def close_visit(
    session: Session, visit_id: str, command: CloseVisit, *, actor_id: int, now: datetime
) -> VisitRow:
    """Close a visit; the same outcome again changes nothing, another one is refused.

    Raises refusals of ``inspections.rules.refusals`` when the outcome is not what was seen or
    something it needs is missing.
    """
    found = held_by(session, visit_id, actor_id, now)
    if found.state == "planned" or found.seal is None:
        raise no.NotOpened()
    if found.state == "closed":
        if (found.outcome, found.outcome_reason) != (command.outcome, _reason(command)):
            raise no.AlreadyClosed()
        return row_of(found)
    rules.check_closing(command, _counted(found), Seal.read(found.seal))
    place = registry.facility_by_id(session, found.facility_id)
    if place is None:
        raise NotYours()
    found.state = "closed"
    found.outcome = command.outcome
    found.outcome_reason = _reason(command)
    found.outcome_note = command.note if command.outcome == "not_examined" else None
    found.closed_at = found.saved_at = now
    closed = record(
        session,
        Deed(
            "visit_closed",
            f"visit:{found.id}",
            {**_facts(found), "photos": _photos(session, found)},
            place.community.katottg,
            words={name: getattr(found, name) for name in rules.WORDS},
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    found.closed_seq = closed.seq
    session.flush()
    if found.flag_id is not None and rules.saw_no_more(found.outcome, _guests_above(found)):
        scans.settle_by_visit(session, found.flag_id, actor_id=actor_id, now=now)
    return row_of(found)


def _guests_above(found: Visit) -> int:
    """Return how many guests more were seen than the seal says were declared."""
    declared = Seal.read(found.seal).guests if found.seal else None
    return (found.guests_seen or 0) - (declared or 0)


def _reason(command: CloseVisit) -> str | None:
    return command.reason if command.outcome == "not_examined" else None


def _counted(found: Visit) -> Counted:
    return Counted(
        rooms=found.rooms_seen,
        guests=found.guests_seen,
        methods=tuple(found.methods or ()),
        counted_from=found.counted_from,
        counted_to=found.counted_to,
        signing=found.signing,
        remarks=found.remarks,
    )


def _photos(session: Session, found: Visit) -> list[dict[str, Any]]:
    """Return the log's entries of the photos with the digests in them: from now on they are these.

    The digests are salted, so that a photo can be erased one day and the closing stays provable.
    """
    listed: list[dict[str, Any]] = []
    for photo in attachments.of_subject(session, rules.photos_of(found.id)):
        said = audit.entry(session, photo.audit_seq)
        if said is not None:
            digest = said.body["facts"]["words"]["sha256"]
            listed.append({"entry": photo.audit_seq, "digest": digest})
    return listed


def _facts(found: Visit) -> dict[str, Any]:
    """Return what the log holds in clear: figures and codes."""
    return {
        "outcome": found.outcome,
        "reason": found.outcome_reason,
        "seal": found.seal_seq,
        "rooms_seen": found.rooms_seen,
        "guests_seen": found.guests_seen,
        "methods": list(found.methods or ()),
        "counted_from": instant(found.counted_from) if found.counted_from else None,
        "counted_to": instant(found.counted_to) if found.counted_to else None,
        "signing": found.signing,
    }
