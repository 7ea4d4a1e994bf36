"""What people do with a signal: ask the facility, send somebody, close it with an explanation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours, Refusal
from occupancy.filings.schemas.fields import check_readable
from occupancy.registry import queries as registry
from occupancy.scans import rules
from occupancy.scans.commands import Explain
from occupancy.scans.models import Flag


class FlagIsClosed(Refusal):
    """The signal was closed meanwhile; what a person sees on the page is old."""

    code = "scan.flag_closed"
    status = 409


class AlreadyAsked(Refusal):
    """The facility sees this question already."""

    code = "scan.already_asked"
    status = 409


class ExplanationMissing(Refusal):
    """Closing a signal asks for a reason that somebody else can follow."""

    code = "scan.explanation_missing"


class ExplanationTooLong(Refusal):
    """More words than are kept."""

    code = "scan.explanation_too_long"


#: Characters of an explanation.
LEAST_WORDS, MOST_WORDS = 10, 500


def ask(session: Session, flag_id: int, *, actor_id: int, now: datetime) -> None:
    """Put the signal as a question before the facility, with the same reasons and numbers."""
    flag = _open_flag(session, flag_id)
    if flag.asked_at is not None:
        raise AlreadyAsked(asked=flag.asked_at)
    flag.asked_at = now
    _decide(session, flag, "ask", "flag_asked", actor_id, now)


def send_visit(session: Session, flag_id: int, *, actor_id: int, now: datetime) -> None:
    """Note that a visit was planned because of the signal; it stays open until it is settled."""
    _decide(session, _open_flag(session, flag_id), "visit", "flag_to_visit", actor_id, now)


def explain(session: Session, command: Explain, *, actor_id: int, now: datetime) -> None:
    """Close a signal with an explanation; the facility is then left in peace for a while."""
    note = " ".join(command.note.split())
    if len(note) < LEAST_WORDS:
        raise ExplanationMissing(field="note", least=LEAST_WORDS)
    check_readable(note, field="note")
    if len(note) > MOST_WORDS:
        raise ExplanationTooLong(field="note", most=MOST_WORDS, written=len(note))
    flag = _open_flag(session, command.flag_id)
    flag.state, flag.closed_at, flag.closed_by = "closed", now, actor_id
    flag.closed_code, flag.closed_note = rules.EXPLAINED, note
    flag.closed_seq = _decide(session, flag, "close", "flag_resolved", actor_id, now)


def settle_by_visit(session: Session, flag_id: int, *, actor_id: int, now: datetime) -> None:
    """Close a signal whose visit saw no more than was declared; one closed before stays so."""
    flag = session.scalars(select(Flag).where(Flag.id == flag_id).with_for_update()).first()
    if flag is None or flag.state != "open":
        return
    flag.state, flag.closed_at, flag.closed_by = "closed", now, actor_id
    flag.closed_code = rules.VISIT_FITS
    flag.closed_seq = _decide(session, flag, "visit", "flag_resolved", actor_id, now)


def _open_flag(session: Session, flag_id: int) -> Flag:
    flag = session.scalars(select(Flag).where(Flag.id == flag_id).with_for_update()).first()
    if flag is None:
        raise NotYours()
    if flag.state != "open":
        raise FlagIsClosed(closed=flag.closed_at)
    return flag


def _decide(
    session: Session, flag: Flag, decision: str, kind: str, actor_id: int, now: datetime
) -> int:
    """Keep who decided what, and log it; of an explanation's words only their digest."""
    place = registry.facility_by_id(session, flag.facility_id)
    if place is None:
        raise NotYours()
    flag.decision, flag.decided_by, flag.decided_at = decision, actor_id, now
    deed = Deed(
        kind,
        f"flag:{place.code}",
        {"flag": flag.id, "decision": decision, "why": flag.closed_code},
        place.community.katottg,
        words={"closed_note": flag.closed_note},
    )
    seq = record(session, deed, actor=f"person:{actor_id}", now=now).seq
    session.flush()
    return seq
