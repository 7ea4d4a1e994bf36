"""XLSX, looked at before it is unpacked: a small file may hold a very large nothing.

A workbook is a zip of XML. Its reader keeps the whole rectangle from the first to the last cell and
a copy of the text in each cell, so that a few kilobytes could ask for all the memory there is. So
the sizes are counted first, from what is really inside, not from what the file says about itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_ENTRIES = 200
MOST_UNPACKED = 96 * 1024 * 1024
#: Rows × columns of a sheet, text included where it is repeated (bytes).
MOST_CELLS = 6_000_000
MOST_TEXT = 96 * 1024 * 1024

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_SHARED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["']s["']""")
_STRING_END = re.compile(rb"</(?:\w+:)?si>")


class Broken(Exception):
    """The file is not a workbook, or a damaged one."""


class TooMuchInside(Exception):
    """Unpacked, the workbook would be larger than what is read."""


def rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the lines of the first sheet as text, numbered from 1 as the program shows them."""
    _weigh(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if not book.sheet_names:
                raise Broken("no sheet")
            lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Broken(str(error)) from error
    for number, cells in enumerate(lines, start=1):
        yield number, [_text(cell) for cell in cells]


def _weigh(data: bytes) -> None:
    """Read every entry once, in full, and refuse what would not fit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if "xl/workbook.xml" not in names or len(set(names)) != len(names):
                raise Broken("not a workbook")
            if len(entries) > MOST_ENTRIES:
                raise TooMuchInside("entries")
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise TooMuchInside("bytes")
            # Reading checks each entry's length and checksum against what the file says of it.
            longest = _longest_string(archive)
            for entry in entries:
                content = archive.read(entry)
                if entry.filename.startswith("xl/worksheets/"):
                    _weigh_sheet(content, longest)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Broken(str(error)) from error


def _longest_string(archive: zipfile.ZipFile) -> int:
    """Return the length of the longest shared text, as XML."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return 0
    return max(len(part) for part in _STRING_END.split(archive.read("xl/sharedStrings.xml")))


def _weigh_sheet(content: bytes, longest: int) -> None:
    if b"\x00" in content[:4] or b"<!ENTITY" in content:
        raise Broken("encoding")
    last_row = last_column = 0
    for letters, digits in _CELL.findall(content):
        last_row = max(last_row, int(digits))
        last_column = max(last_column, _column(letters))
    if last_row * last_column > MOST_CELLS:
        raise TooMuchInside("cells")
    if longest * sum(1 for _ in _SHARED.finditer(content)) > MOST_TEXT:
        raise TooMuchInside("text")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """Return a cell as a person would type it: 12 and not 12.0, a day as 2026-11-23."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
