"""When a visit may be planned, opened and closed, and which counts can be true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from occupancy.clock import KYIV, in_kyiv
from occupancy.errors import Refusal, Refusals
from occupancy.filings import rules as nights
from occupancy.inspections.commands import CloseVisit, PlanVisit, RecordCount
from occupancy.inspections.rules import refusals as no
from occupancy.inspections.rules.seal import Seal

ORIGINS = ("signal", "random", "complaint")
#: How a count can be made without entering a guest's room, which is a dwelling.
METHODS = ("register", "keys", "screen", "breakfast", "windows")
SIGNINGS = ("signed", "with_remarks", "refused")
OUTCOMES = ("no_difference", "difference", "not_examined")
#: Why a facility could not be examined: an attempt, nobody's fault.
NOT_EXAMINED = ("shut", "no_address", "not_let_in", "danger", "other")
#: Columns of a visit that hold what people said or wrote: the log has only their digests.
WORDS = ("received_by", "received_post", "statement", "remarks", "outcome_note")
#: How long before its night a visit may be planned.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Counted:
    """The draft of a visit at its closing, as far as the outcome depends on it."""

    rooms: int | None
    guests: int | None
    methods: tuple[str, ...]
    counted_from: datetime | None
    counted_to: datetime | None
    signing: str | None
    remarks: str | None


def photos_of(visit_id: str) -> str:
    """Return what the photos of a visit belong to."""
    return f"visit:{visit_id}"


def shown_from(night: date) -> datetime:
    """Return the moment from which inspectors see their visit: the morning of its day."""
    return datetime.combine(night, time(0), KYIV)


def check_planning(
    command: PlanVisit, *, opened: date | None, closed: date | None, now: datetime
) -> None:
    """Refuse a visit that cannot be; ``opened`` and ``closed`` are the facility's life."""
    found: list[Refusal] = []
    tonight = nights.night_of(now)
    if command.night < tonight:
        found.append(no.NightOver(night=command.night, field="night"))
    elif command.night > tonight + AHEAD:
        found.append(no.NightTooFar(days=AHEAD.days, field="night"))
    elif (opened and command.night < opened) or (closed and command.night > closed):
        found.append(no.FacilityNotOpen(night=command.night, field="night"))
    if command.origin not in ORIGINS:
        found.append(no.UnknownChoice(field="origin"))
    if command.second_inspector_id == command.inspector_id:
        found.append(no.SameInspectorTwice(field="second_inspector_id"))
    if not command.order_no.strip():
        found.append(no.OrderNeeded(field="order_no"))
    if command.order_date > command.night:
        found.append(
            no.OrderLaterThanVisit(
                order=command.order_date, night=command.night, field="order_date"
            )
        )
    if found:
        raise Refusals(found)


def check_opening(night: date, now: datetime) -> None:
    """Refuse a seal outside the night it is about (12:00 to 12:00, Kyiv)."""
    if now < nights.opens_at(night):
        raise no.TooEarly(night=night, opens=nights.opens_at(night))
    if now >= nights.free_until(night):
        raise no.TooLate(night=night, ended=nights.free_until(night))


def check_count(count: RecordCount, *, opened_at: datetime, now: datetime) -> None:
    """Refuse methods that we do not know and times that cannot be true.

    Times are typed to the minute, so the whole minute of the seal is in.
    """
    found: list[Refusal] = []
    if set(count.methods) - set(METHODS):
        found.append(no.UnknownChoice(field="methods"))
    start, end = count.counted_from, count.counted_to
    if start and start < _minute(opened_at):
        found.append(no.CountedBeforeSeal(sealed=_clock(opened_at), field="counted_from"))
    for name, moment in (("counted_from", start), ("counted_to", end)):
        if moment and moment > now:
            found.append(no.CountedInFuture(now=_clock(now), field=name))
    if start and end and end < start:
        found.append(no.TimesReversed(field="counted_to"))
    if found:
        raise Refusals(found)


def check_closing(command: CloseVisit, counted: Counted, seal: Seal) -> None:
    """Refuse an outcome that is not what was seen."""
    if command.outcome not in OUTCOMES:
        raise no.UnknownChoice(field="outcome")
    if command.outcome == "not_examined":
        _check_reason(command)
        return
    found = _missing(counted, full=command.outcome == "difference")
    if not found:
        found = _contradictions(command.outcome, counted, seal)
    if found:
        raise Refusals(found)


def differs(seal: Seal, rooms: int, guests: int) -> bool:
    """Tell whether what was seen is something else than what was declared."""
    return (rooms, guests) != (seal.rooms, seal.guests)


def saw_no_more(outcome: str | None, above: int) -> bool:
    """Tell whether a finished visit speaks for the facility: examined, nobody more than declared.

    ``above`` is guests seen less guests declared at the seal. Fewer is a mistake of filing too,
    but not what a signal asks.
    """
    return outcome in ("no_difference", "difference") and above <= 0


def _check_reason(command: CloseVisit) -> None:
    if command.reason not in NOT_EXAMINED:
        raise no.ReasonNeeded(field="reason")
    if command.reason == "other" and not command.note:
        raise no.ReasonNeeded(field="note")


def _missing(counted: Counted, *, full: bool) -> list[Refusal]:
    """Return what the outcome still needs; the paper (``full``) needs times and a signing too."""
    found: list[Refusal] = [
        no.CountNeeded(field=name)
        for name, value in (("rooms_seen", counted.rooms), ("guests_seen", counted.guests))
        if value is None
    ]
    if not counted.methods:
        found.append(no.MethodNeeded(field="methods"))
    if not full:
        return found
    found += [
        no.TimeNeeded(field=name)
        for name in ("counted_from", "counted_to")
        if getattr(counted, name) is None
    ]
    if counted.signing not in SIGNINGS:
        found.append(no.SigningNeeded(field="signing"))
    if counted.signing == "with_remarks" and not counted.remarks:
        found.append(no.RemarksNeeded(field="remarks"))
    return found


def _contradictions(outcome: str, counted: Counted, seal: Seal) -> list[Refusal]:
    """An honest house is never written up, and a difference never waved through.

    Before the cut-off the house may still bring its figure up to date, so then the inspector may
    leave it at that.
    """
    rooms, guests = counted.rooms or 0, counted.guests or 0
    if outcome == "difference" and not differs(seal, rooms, guests):
        return [no.NoDifferenceToTell(field="outcome")]
    more = rooms > (seal.rooms or 0) or guests > (seal.guests or 0)
    if outcome == "no_difference" and more and seal.cutoff_passed:
        return [
            no.MoreSeenThanDeclared(
                rooms=rooms,
                guests=guests,
                declared_rooms=seal.rooms if seal.rooms is not None else "—",
                declared_guests=seal.guests if seal.guests is not None else "—",
                field="outcome",
            )
        ]
    return []


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _clock(moment: datetime) -> str:
    return in_kyiv(moment).strftime("%H:%M")
