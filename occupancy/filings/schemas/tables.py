"""Tables that people bring: CSV as Excel, LibreOffice and hotel software write it, and XLSX.

A table is read whole before anything is done with it; what cannot be read is refused by name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from occupancy.attachments.rules import limits
from occupancy.errors import Refusal
from occupancy.filings.schemas import workbook
from occupancy.filings.schemas.fields import shown


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


class LineTooLong(Refusal):
    """A line of text is longer than any row of nights."""

    code = "import.line_too_long"


@dataclass(frozen=True)
class Columns:
    """What the first line of a table must name, what it may, and what ``also`` fits."""

    needed: tuple[str, ...]
    known: tuple[str, ...]
    also: Callable[[str], bool] = lambda name: False


def _of_a_night(name: str) -> bool:
    """Tell whether a column counts guests of one ground or one price band."""
    band = name.startswith("band_") and name.endswith(("_domestic", "_inbound"))
    return band or name.startswith("exempt_")


_NIGHT = ("date", "rooms_occupied", "guests_domestic", "guests_inbound")
NIGHTS = Columns(
    ("facility_id", *_NIGHT), ("facility_id", *_NIGHT, "arrivals", "reason"), _of_a_night
)
#: The table of one facility, whose rows need not name it.
OWN_NIGHTS = replace(NIGHTS, needed=_NIGHT)


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


def read(
    data: bytes,
    *,
    columns: Columns = NIGHTS,
    most_rows: int = limits.TABLE_ROWS,
    memory: int = limits.BOOK_MEMORY_MIB,
) -> Table:
    """Read a file's bytes; raises ``Refusal`` with what is wrong with it as a whole.

    ``columns`` says what the first line names; reading ends with the first row after
    ``most_rows``. ``memory`` (MiB) is what reading a workbook may take.
    """
    if len(data) > limits.TABLE_BYTES:
        raise FileTooLarge(megabytes=limits.TABLE_BYTES // limits.MIB)
    if not data.strip():
        raise FileEmpty()
    try:
        book = data.startswith(b"PK")
        lines = workbook.rows(data, memory=memory) if book else _text_rows(data)
        return _table(lines, columns, most_rows)
    except workbook.TooMuchInside as error:
        raise FileTooLarge(megabytes=limits.BOOK_UNPACKED // limits.MIB) from error
    except (csv.Error, UnicodeError, workbook.Broken) as error:
        raise FileUnreadable() from error


def _table(lines: Iterator[tuple[int, Sequence[str]]], wanted: Columns, most_rows: int) -> Table:
    first = next(lines, None)
    if first is None:
        raise FileEmpty()
    columns = _columns(first[1], wanted)
    rows: list[Row] = []
    for line, cells in lines:
        if line > most_rows * limits.TABLE_BLANKS:
            raise TooManyRows(rows=most_rows)
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == most_rows:
            raise TooManyRows(rows=most_rows)
        named = {
            name: cell[: limits.TABLE_CELL]
            for name, cell in zip(columns, cells, strict=False)
            if name
        }
        surplus = sum(1 for cell in cells[len(columns) :] if cell.strip())
        rows.append(Row(line, named, surplus))
    if not rows:
        raise FileEmpty()
    return Table(tuple(name for name in columns if name), tuple(rows))


def _columns(header: Sequence[str], wanted: Columns) -> list[str]:
    if len(header) > limits.TABLE_COLUMNS:
        raise FileUnreadable()
    columns = [_name(cell) for cell in header]
    present = [name for name in columns if name]
    missing = [name for name in wanted.needed if name not in present]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    for name in present:
        if present.count(name) > 1:
            raise ColumnTwice(column=shown(name))
        if not (name in wanted.known or wanted.also(name)):
            raise ColumnUnknown(column=shown(name), known=_told(wanted))
    return columns


def _name(cell: str) -> str:
    """Return a column's name as we write it: case does not matter, grounds are capitals."""
    name = cell.strip().lower()
    return f"exempt_{name[7:].upper()}" if name.startswith("exempt_") else name


def _told(wanted: Columns) -> str:
    more = ("exempt_…", "band_…_domestic", "band_…_inbound") if wanted.also is _of_a_night else ()
    return ", ".join((*wanted.known, *more))


def _text_rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """Yield the lines one by one: all at once, twelve million empty ones would fill the memory."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > limits.TABLE_LINE:
            raise LineTooLong(line=number, most=limits.TABLE_LINE)
        yield line


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
    header = text[: limits.TABLE_LINE].split("\n", 1)[0]
    counts: Iterable[tuple[int, str]] = ((header.count(each), each) for each in ",;\t")
    return max(counts)[1]
