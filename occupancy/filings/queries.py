"""Reading what was filed: frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from occupancy.filings.commands import BandGuests
from occupancy.filings.models import FilingRevision


@dataclass(frozen=True)
class RevisionRow:
    """What a facility said of one night, once. The highest ``number`` of a night stands.

    ``due_kopiykas`` is None where no rate is known for the night. ``audit_seq`` is the entry of the
    log: it, and no clock, decides what came first.
    """

    id: int
    facility_id: int
    night: date
    number: int
    kind: str
    rooms_occupied: int
    guests: int
    domestic: int
    inbound: int
    exempt_total: int
    exempt: Mapping[str, int]
    bands: tuple[BandGuests, ...] | None
    arrivals: int | None
    reason: str | None
    due_kopiykas: int | None
    source: str
    author_id: int | None
    filed_at: datetime
    after_cutoff: bool
    receipt_no: str
    audit_seq: int
    audit_leaf: str


@dataclass(frozen=True)
class StandingRow:
    """The standing figure of a night, as the scan reads it."""

    facility_id: int
    night: date
    rooms: int
    guests: int
    arrivals: int | None
    exempt_total: int
    due_kopiykas: int | None


def standing(session: Session, facility_id: int, night: date) -> RevisionRow | None:
    """Return the standing figure of a night, or None when nothing was filed."""
    found = session.scalars(_of_night(facility_id, night).order_by(FilingRevision.number.desc()))
    newest = found.first()
    return row_of(newest) if newest else None


def revisions(session: Session, facility_id: int, night: date) -> list[RevisionRow]:
    """Return everything that was said of a night, oldest first."""
    found = session.scalars(_of_night(facility_id, night).order_by(FilingRevision.number))
    return [row_of(each) for each in found]


def between(session: Session, facility_id: int, first: date, last: date) -> dict[date, RevisionRow]:
    """Return the standing figures of the nights ``first`` to ``last``, both in."""
    return {night: rows[-1] for night, rows in histories(session, facility_id, first, last).items()}


def histories(
    session: Session, facility_id: int, first: date, last: date
) -> dict[date, list[RevisionRow]]:
    """Return all revisions of the nights ``first`` to ``last`` by night, oldest first."""
    found: dict[date, list[RevisionRow]] = {}
    for each in session.scalars(
        select(FilingRevision)
        .where(FilingRevision.facility_id == facility_id, FilingRevision.night.between(first, last))
        .order_by(FilingRevision.night, FilingRevision.number)
    ):
        found.setdefault(each.night, []).append(row_of(each))
    return found


def standing_all(
    session: Session, first: date, last: date, facility_ids: Collection[int] | None = None
) -> list[StandingRow]:
    """Return the standing figures of all (or these) facilities, by facility and night."""
    newest = (
        select(
            FilingRevision.facility_id,
            FilingRevision.night,
            func.max(FilingRevision.number).label("number"),
        )
        .where(FilingRevision.night.between(first, last))
        .group_by(FilingRevision.facility_id, FilingRevision.night)
    )
    if facility_ids is not None:
        newest = newest.where(FilingRevision.facility_id.in_(facility_ids))
    top = newest.subquery()
    rows = session.execute(
        select(
            FilingRevision.facility_id,
            FilingRevision.night,
            FilingRevision.rooms_occupied,
            FilingRevision.guests,
            FilingRevision.arrivals,
            FilingRevision.exempt_total,
            FilingRevision.due_kopiykas,
        )
        .join(
            top,
            (top.c.facility_id == FilingRevision.facility_id)
            & (top.c.night == FilingRevision.night)
            & (top.c.number == FilingRevision.number),
        )
        .order_by(FilingRevision.facility_id, FilingRevision.night)
    )
    return [StandingRow(*row) for row in rows]


def standing_of(
    session: Session, nights: Iterable[tuple[int, date]]
) -> dict[tuple[int, date], RevisionRow]:
    """Return the standing figures of these (facility, night) pairs that have one."""
    wanted = set(nights)
    if not wanted:
        return {}
    found: dict[tuple[int, date], RevisionRow] = {}
    days = [night for _, night in wanted]
    query = (
        select(FilingRevision)
        .where(
            FilingRevision.facility_id.in_({facility_id for facility_id, _ in wanted}),
            FilingRevision.night.between(min(days), max(days)),
        )
        .order_by(FilingRevision.number)
    )
    for each in session.scalars(query):
        if (each.facility_id, each.night) in wanted:
            found[each.facility_id, each.night] = row_of(each)
    return found


def later_than(session: Session, facility_id: int, night: date, seq: int) -> list[RevisionRow]:
    """Return what was said of a night after entry ``seq`` of the log."""
    found = session.scalars(
        _of_night(facility_id, night)
        .where(FilingRevision.audit_seq > seq)
        .order_by(FilingRevision.number)
    )
    return [row_of(each) for each in found]


def by_receipt(session: Session, receipt_no: str) -> RevisionRow | None:
    """Return the revision that a receipt was given for, or None."""
    found = session.scalars(
        select(FilingRevision).where(FilingRevision.receipt_no == receipt_no)
    ).first()
    return row_of(found) if found else None


def by_key(session: Session, facility_id: int, key: str) -> RevisionRow | None:
    """Return the revision that was filed with this idempotency key, or None."""
    found = session.scalars(
        select(FilingRevision).where(
            FilingRevision.facility_id == facility_id, FilingRevision.idempotency_key == key
        )
    ).first()
    return row_of(found) if found else None


def first_night(session: Session, facility_id: int) -> date | None:
    """Return the earliest night that a facility ever filed, or None."""
    return session.scalar(
        select(func.min(FilingRevision.night)).where(FilingRevision.facility_id == facility_id)
    )


def _of_night(facility_id: int, night: date) -> Select[FilingRevision]:
    return select(FilingRevision).where(
        FilingRevision.facility_id == facility_id, FilingRevision.night == night
    )


def acknowledged(session: Session) -> int:
    """Return how many figures of nights were ever kept, corrections too."""
    return session.scalar(select(func.count()).select_from(FilingRevision)) or 0


def row_of(found: FilingRevision) -> RevisionRow:
    """Return the frozen row of a kept revision."""
    return RevisionRow(
        id=found.id,
        facility_id=found.facility_id,
        night=found.night,
        number=found.number,
        kind=found.kind,
        rooms_occupied=found.rooms_occupied,
        guests=found.guests,
        domestic=found.domestic,
        inbound=found.inbound,
        exempt_total=found.exempt_total,
        exempt=dict(found.exempt),
        bands=None if found.bands is None else tuple(BandGuests(**band) for band in found.bands),
        arrivals=found.arrivals,
        reason=found.reason,
        due_kopiykas=found.due_kopiykas,
        source=found.source,
        author_id=found.author_id,
        filed_at=found.filed_at,
        after_cutoff=found.after_cutoff,
        receipt_no=found.receipt_no,
        audit_seq=found.audit_seq,
        audit_leaf=found.audit_leaf,
    )
