"""Taking in a file of nights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.filings.commands import BandGuests, FileNight
from occupancy.filings.schemas.nights_file import RefusedRow, nights_of, refused_row
from occupancy.filings.schemas.tables import Table
from occupancy.filings.services.bulk import ImportReport, Progress, file_nights
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow


@dataclass(frozen=True)
class FileReport:
    """What a file did, or would do; with any refused row nothing of it is kept."""

    rows: int
    filed: int
    corrected: int
    unchanged: int
    refused: tuple[RefusedRow, ...]


def file_table(
    session: Session,
    table: Table,
    places: Collection[FacilityRow],
    *,
    source: str,
    author_id: int | None,
    now: datetime,
    band: str | None = None,
    reason: str | None = None,
    only: int | None = None,
    keep: bool = True,
    progress: Progress | None = None,
) -> FileReport:
    """File the nights of a table for ``places``, all of them or none.

    ``band`` is the price band of every taxable guest on nights whose rate has bands and whose row
    does not split them; ``reason`` explains every row that has no reason of its own. ``only``, a
    facility's number, lets rows leave the facility out. ``keep=False`` only looks.
    """
    read = nights_of(table, {place.code: place.id for place in places}, only)
    filings = _completed(session, read.filings, places, band, reason)
    report = file_nights(
        session,
        filings,
        source=source,
        author_id=author_id,
        now=now,
        keep=keep and not read.refused,
        progress=progress,
    )
    by_line = {row.line: row for row in table.rows}
    refused = [
        *read.refused,
        *(
            refused_row(by_line[read.lines[night.index]], refusal)
            for night in report.refused
            for refusal in night.refusals
        ),
    ]
    return _reported(len(table.rows), report, sorted(refused, key=lambda row: row.line))


def _completed(
    session: Session,
    filings: tuple[FileNight, ...],
    places: Collection[FacilityRow],
    band: str | None,
    reason: str | None,
) -> list[FileNight]:
    if band is None and reason is None:
        return list(filings)
    by_id = {place.id: place for place in places}
    law = registry.law(session, {place.community.katottg for place in places})
    made: list[FileNight] = []
    for filing in filings:
        if band and filing.taxable and not filing.bands:
            rates = law.rates_on(by_id[filing.facility_id], filing.night)
            if rates and rates.bands:
                whole = BandGuests(
                    band,
                    filing.domestic if rates.domestic_bands else 0,
                    filing.inbound if rates.inbound_bands else 0,
                )
                filing = replace(filing, bands=(whole,))
        made.append(replace(filing, reason=filing.reason or reason))
    return made


def _reported(rows: int, report: ImportReport, refused: list[RefusedRow]) -> FileReport:
    return FileReport(rows, report.filed, report.corrected, report.unchanged, tuple(refused))
