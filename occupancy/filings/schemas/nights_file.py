"""From the rows of a table to commands, each with the line it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from occupancy.errors import Refusal, Refusals
from occupancy.filings.commands import FileNight
from occupancy.filings.rules.refusals import NightTwiceInFile, UnknownFacility
from occupancy.filings.schemas.fields import shown
from occupancy.filings.schemas.night import command_of_flat
from occupancy.filings.schemas.tables import Row, Table


class TooManyCells(Refusal):
    """A line has more cells than the first one names."""

    code = "import.too_many_cells"


@dataclass(frozen=True)
class RefusedRow:
    """One thing that is wrong with one line; ``refusal.field`` is the column."""

    line: int
    facility: str
    night: str
    refusal: Refusal
    value: str = ""


@dataclass(frozen=True)
class ReadNights:
    """What a table says: commands beside their lines, and what could not be understood."""

    lines: tuple[int, ...]
    filings: tuple[FileNight, ...]
    refused: tuple[RefusedRow, ...]


def nights_of(table: Table, facilities: Mapping[str, int], only: int | None = None) -> ReadNights:
    """Make a command of each row; ``facilities`` maps codes to numbers.

    With ``only``, the number of one facility, rows need not name it.
    """
    lines: list[int] = []
    filings: list[FileNight] = []
    refused: list[RefusedRow] = []
    seen: dict[tuple[int, date], int] = {}
    for row in table.rows:
        try:
            filing = _filing(row, facilities, only)
        except Refusals as error:
            refused += [refused_row(row, refusal) for refusal in error.refusals]
            continue
        pair = (filing.facility_id, filing.night)
        if pair in seen:
            twice = NightTwiceInFile(night=filing.night, line=seen[pair], field="date")
            refused.append(refused_row(row, twice))
            continue
        seen[pair] = row.line
        lines.append(row.line)
        filings.append(filing)
    return ReadNights(tuple(lines), tuple(filings), tuple(refused))


def refused_row(row: Row, refusal: Refusal) -> RefusedRow:
    """Name the line, the column and what stands there."""
    if refusal.field == "night":
        refusal.field = "date"
    return RefusedRow(
        line=row.line,
        facility=shown(row.cells.get("facility_id", "")),
        night=shown(row.cells.get("date", "")),
        refusal=refusal,
        value=shown(row.cells.get(refusal.field or "", "")),
    )


def _filing(row: Row, facilities: Mapping[str, int], only: int | None) -> FileNight:
    if row.surplus:
        raise Refusals([TooManyCells(surplus=row.surplus)])
    flat = dict(row.cells)
    night = flat.pop("date", "")
    code = flat.pop("facility_id", "").strip()
    facility_id = facilities.get(code) if code or only is None else only
    if facility_id is None or (only is not None and facility_id != only):
        raise Refusals([UnknownFacility(facility=shown(code), field="facility_id")])
    return command_of_flat(flat, facility_id=facility_id, night=night)
