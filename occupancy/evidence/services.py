"""Taking in a file of outside figures: all of it or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record
from occupancy.clock import in_kyiv
from occupancy.database import Base, table_of
from occupancy.evidence import queries, rules
from occupancy.evidence.commands import Origin, PastCheck, Reading
from occupancy.evidence.models import EvidenceCheck, EvidenceImport, EvidenceReading
from occupancy.evidence.schemas import Known, Lines, RefusedLine, Stated, checks_of, readings_of
from occupancy.filings.schemas.tables import Table
from occupancy.registry import queries as registry

#: Rows sent to the database at once.
BATCH = 5_000


@dataclass(frozen=True)
class EvidenceReport:
    """What a file did, or would do; with any refused line nothing of it is kept.

    ``again`` tells when this very file was taken before: then it adds nothing.
    """

    rows: int
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    refused: tuple[RefusedLine, ...] = ()
    again: datetime | None = None


def import_evidence(
    session: Session, table: Table, origin: Origin, *, now: datetime, keep: bool = True
) -> EvidenceReport:
    """Keep the readings of a file; a reading said anew is a correction, and both stay.

    Raises ``SourceUnreadable``; ``keep=False`` only looks.
    """
    return _take(
        session, table, origin, rules.EVIDENCE, readings_of, _standing_readings, now=now, keep=keep
    )


def import_checks(
    session: Session, table: Table, origin: Origin, *, now: datetime, keep: bool = True
) -> EvidenceReport:
    """Keep the past checks of a file, by the same rules."""
    return _take(
        session, table, origin, rules.CHECKS, checks_of, _standing_checks, now=now, keep=keep
    )


def _take(
    session: Session,
    table: Table,
    origin: Origin,
    kind: str,
    read: Callable[[Table, Known], Lines[Stated]],
    standing: Callable[[Session, Iterable[Stated]], dict[Any, Stated]],
    *,
    now: datetime,
    keep: bool,
) -> EvidenceReport:
    source = rules.source_of(origin.source)
    before = queries.import_of(session, kind, origin.sha256)
    if before is not None:
        return EvidenceReport(len(table.rows), unchanged=len(table.rows), again=before.at)
    told = read(table, _known(session, in_kyiv(now).date()))
    if told.refused:
        return EvidenceReport(len(table.rows), refused=told.refused)
    stands = standing(session, told.stated.values())
    fresh = {line: row for line, row in told.stated.items() if stands.get(rules.key_of(row)) != row}
    corrected = sum(rules.key_of(row) in stands for row in fresh.values())
    if keep and fresh:
        _keep(session, kind, source, origin, fresh, now=now)
    return EvidenceReport(
        len(table.rows), len(fresh) - corrected, corrected, len(told.stated) - len(fresh)
    )


def _keep(
    session: Session,
    kind: str,
    source: str,
    origin: Origin,
    rows: dict[int, Stated],
    *,
    now: datetime,
) -> None:
    """Write the import, its entry with the digest of its rows, and the rows."""
    plain = [
        rules.plain_reading(line, row) if isinstance(row, Reading) else rules.plain_check(line, row)
        for line, row in rows.items()
    ]
    digest = rules.digest(plain)
    actor = "system:import" if origin.author_id is None else f"person:{origin.author_id}"
    facts = {"kind": kind, "file": origin.sha256, "source": source}
    facts |= {"rows": str(len(rows)), "digest": digest}
    entry = record(
        session,
        Deed("evidence_imported", f"{kind}:{origin.sha256[:16]}", facts),
        actor=actor,
        now=now,
    )
    taken = EvidenceImport(
        id=entry.seq + 1,
        kind=kind,
        source=source,
        file_sha256=origin.sha256,
        rows=len(rows),
        rows_digest=digest,
        author_id=origin.author_id,
        at=now,
        audit_seq=entry.seq,
    )
    session.add(taken)
    session.flush()
    model: type[Base] = EvidenceReading if kind == rules.EVIDENCE else EvidenceCheck
    values = [{"import_id": taken.id, "line": line, **asdict(row)} for line, row in rows.items()]
    for start in range(0, len(values), BATCH):
        session.execute(insert(table_of(model)), values[start : start + BATCH])


def _known(session: Session, today: date) -> Known:
    return Known(
        facilities={place.code: place for place in registry.facilities(session)},
        communities={each.katottg for each in registry.communities(session)},
        today=today,
    )


def _standing_readings(session: Session, stated: Iterable[Reading]) -> dict[Any, Reading]:
    spans = [(row.date_from, row.date_to) for row in stated]
    if not spans:
        return {}
    found = queries.readings(session, min(a for a, _ in spans), max(b for _, b in spans))
    return {rules.key_of(row): row for row in found}


def _standing_checks(session: Session, stated: Iterable[PastCheck]) -> dict[Any, PastCheck]:
    nights = [row.night for row in stated]
    if not nights:
        return {}
    found = queries.checks(session, min(nights), max(nights))
    return {rules.key_of(row): row for row in found}
