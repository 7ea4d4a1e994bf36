"""Tables that people bring: CSV as Excel, LibreOffice and hotel software write it, and XLSX.

A table is read whole before anything is done with it; what cannot be read is refused by name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from occupancy.errors import Refusal
from occupancy.filings.schemas import workbook
from occupancy.filings.schemas.fields import shown

#: A year of a whole oblast's facilities; beyond it a file is split.
MOST_ROWS = 200_000
MOST_COLUMNS = 120
MOST_BYTES = 24 * 1024 * 1024
#: A night's figures, its reason and a few bands are far shorter.
LONGEST_CELL = 2_000

NEEDED = ("date", "rooms_occupied", "guests_domestic", "guests_inbound")
KNOWN = ("facility_id", *NEEDED, "arrivals", "reason")


class FileEmpty(Refusal):
    """The file holds no rows."""

    code = "import.file_empty"


class FileTooLarge(Refusal):
    """The file is larger than what is read at once."""

    code = "import.file_too_large"


class FileUnreadable(Refusal):
    """The file is neither a table of text nor a workbook that can be read."""

    code = "import.file_unreadable"


class ColumnsMissing(Refusal):
    """The first line lacks columns that a night needs."""

    code = "import.columns_missing"


class ColumnTwice(Refusal):
    """Two columns have the same name."""

    code = "import.column_twice"


class ColumnUnknown(Refusal):
    """A column means nothing here: refused, so that a misspelt one is not silently dropped."""

    code = "import.column_unknown"


class TooManyRows(Refusal):
    """There are more rows than are taken at once."""

    code = "import.too_many_rows"


@dataclass(frozen=True)
class Row:
    """A line of a table by column name; ``line`` counts from 1, as the program shows it."""

    line: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True)
class Table:
    """The columns of a file and its rows that are not blank."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(data: bytes, *, facility_column: bool = True) -> Table:
    """Read a file's bytes; raises ``Refusal`` with what is wrong with it as a whole.

    ``facility_column`` says that each row must name its facility.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(megabytes=MOST_BYTES // 2**20)
    if not data.strip():
        raise FileEmpty()
    try:
        lines = workbook.rows(data) if data.startswith(b"PK") else _text_rows(data)
        return _table(lines, facility_column)
    except workbook.TooMuchInside as error:
        raise FileTooLarge(megabytes=workbook.MOST_UNPACKED // 2**20) from error
    except (csv.Error, UnicodeError, workbook.Broken) as error:
        raise FileUnreadable() from error


def _table(lines: Iterator[tuple[int, Sequence[str]]], facility_column: bool) -> Table:
    first = next(lines, None)
    if first is None:
        raise FileEmpty()
    columns = _columns(first[1], facility_column)
    rows: list[Row] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise TooManyRows(rows=MOST_ROWS)
        named = {
            name: cell[:LONGEST_CELL] for name, cell in zip(columns, cells, strict=False) if name
        }
        surplus = sum(1 for cell in cells[len(columns) :] if cell.strip())
        rows.append(Row(line, named, surplus))
    if not rows:
        raise FileEmpty()
    return Table(tuple(name for name in columns if name), tuple(rows))


def _columns(header: Sequence[str], facility_column: bool) -> list[str]:
    if len(header) > MOST_COLUMNS:
        raise FileUnreadable()
    columns = [_name(cell) for cell in header]
    present = [name for name in columns if name]
    needed = ("facility_id", *NEEDED) if facility_column else NEEDED
    missing = [name for name in needed if name not in present]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    for name in present:
        if present.count(name) > 1:
            raise ColumnTwice(column=shown(name))
        if not (name in KNOWN or name.startswith("exempt_") or _is_band(name)):
            raise ColumnUnknown(column=shown(name), known=", ".join(KNOWN))
    return columns


def _name(cell: str) -> str:
    """Return a column's name as we write it: case does not matter, grounds are capitals."""
    name = cell.strip().lower()
    return f"exempt_{name[7:].upper()}" if name.startswith("exempt_") else name


def _is_band(name: str) -> bool:
    return name.startswith("band_") and name.endswith(("_domestic", "_inbound"))


def _text_rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8 with or without its mark, UTF-16 with it, else windows-1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251")


def _delimiter(text: str) -> str:
    """Return what divides the header's cells: the most frequent of comma, semicolon and tab."""
    header = text.split("\n", 1)[0]
    counts: Iterable[tuple[int, str]] = ((header.count(each), each) for each in ",;\t")
    return max(counts)[1]
