"""Reading outside figures: frozen rows, of each thing what the newest import says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from occupancy.evidence.commands import PastCheck, Reading
from occupancy.evidence.models import EvidenceCheck, EvidenceImport, EvidenceReading
from occupancy.evidence.rules import key_of

Stated = TypeVar("Stated", Reading, PastCheck)


@dataclass(frozen=True)
class ImportRow:
    """One file that was taken; ``rows`` of it said something new."""

    id: int
    kind: str
    source: str
    file_sha256: str
    rows: int
    author_id: int | None
    at: datetime


@dataclass(frozen=True)
class SourcedReading:
    """A reading that stands, and who gave it."""

    reading: Reading
    source: str


def imports(session: Session, limit: int = 60) -> list[ImportRow]:
    """Return the newest imports, newest first."""
    query = select(EvidenceImport).order_by(EvidenceImport.id.desc()).limit(limit)
    return [_import(each) for each in session.scalars(query)]


def import_of(session: Session, kind: str, sha256: str) -> ImportRow | None:
    """Return the import of a file by its digest, or None when it was never taken."""
    query = select(EvidenceImport).where(
        EvidenceImport.kind == kind, EvidenceImport.file_sha256 == sha256
    )
    found = session.scalars(query.order_by(EvidenceImport.id).limit(1)).first()
    return _import(found) if found else None


def readings(session: Session, first: date, last: date) -> list[Reading]:
    """Return the standing readings that touch ``first`` to ``last``, in the order of their keys."""
    query = select(EvidenceReading).where(*_touches(first, last))
    found = session.scalars(query.order_by(EvidenceReading.import_id, EvidenceReading.line))
    return list(_newest(_reading(each) for each in found).values())


def readings_of(
    session: Session, facility_id: int, first: date, last: date
) -> list[SourcedReading]:
    """Return the standing readings of a facility by kind and span, each with its source."""
    rows = session.execute(
        select(EvidenceReading, EvidenceImport.source)
        .join(EvidenceImport)
        .where(EvidenceReading.facility_id == facility_id, *_touches(first, last))
        .order_by(EvidenceReading.import_id, EvidenceReading.line)
    )
    found = {
        key_of(made): SourcedReading(made, source)
        for each, source in rows
        for made in [_reading(each)]
    }
    return sorted(found.values(), key=lambda each: (each.reading.kind, each.reading.date_from))


def checks(session: Session, first: date, last: date) -> list[PastCheck]:
    """Return the standing past checks of the nights ``first`` to ``last``, as imported."""
    query = select(EvidenceCheck).where(EvidenceCheck.night.between(first, last))
    found = session.scalars(query.order_by(EvidenceCheck.import_id, EvidenceCheck.line))
    return list(_newest(_check(each) for each in found).values())


def _newest(rows: Iterable[Stated]) -> dict[object, Stated]:
    """Return what stands, by its key: a later row takes the place of an earlier one."""
    found: dict[object, Stated] = {}
    for row in rows:
        found[key_of(row)] = row
    return found


def _touches(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return EvidenceReading.date_from <= last, EvidenceReading.date_to >= first


def _reading(found: EvidenceReading) -> Reading:
    return Reading(
        facility_id=found.facility_id,
        community=found.community,
        date_from=found.date_from,
        date_to=found.date_to,
        kind=found.kind,
        value=found.value,
    )


def _check(found: EvidenceCheck) -> PastCheck:
    return PastCheck(
        facility_id=found.facility_id,
        night=found.night,
        observed_guests=found.observed_guests,
        design=found.design,
        inclusion_probability=found.inclusion_probability,
    )


def _import(found: EvidenceImport) -> ImportRow:
    return ImportRow(
        id=found.id,
        kind=found.kind,
        source=found.source,
        file_sha256=found.file_sha256,
        rows=found.rows,
        author_id=found.author_id,
        at=found.at,
    )
