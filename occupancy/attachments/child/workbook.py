"""A workbook is weighed, then read: its first sheet as lines of text.

Answers ``{}`` and then one JSON list of cells in each line, or ``{"refused"}``. Sizes are counted
before the reader begins, which keeps the whole rectangle from the first to the last cell and a copy
of the text in each; what slips past that ends at the limits of this process.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

CHUNK = 1024 * 1024
#: The longest tag that may lie across two chunks.
OVERLAP = 512

CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,300}?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
SHARED = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,300}?\bt\s*=\s*["']s["']""")
STRING_END = re.compile(rb"</(?:\w+:)?si>")
#: No workbook declares a document type; whoever does wants entities (XXE, a billion laughs).
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Refused(Exception):
    """The workbook is not read: ``broken``, ``too_much``, ``locked`` or ``entities``."""


def work(data: bytes, limits: dict[str, int]) -> tuple[dict[str, str], Iterator[bytes]]:
    """Return the answer's head and its lines."""
    try:
        weigh(data, limits)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if not book.sheet_names:
                raise Refused("broken")
            lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Refused as refused:
        return {"refused": str(refused)}, iter(())
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError,
            EOFError, ValueError):  # fmt: skip
        return {"refused": "broken"}, iter(())
    return {}, (json.dumps([text(cell) for cell in cells]).encode() + b"\n" for cells in lines)


def weigh(data: bytes, limits: dict[str, int]) -> None:
    """Look at every part once, in full; reading checks each against what the archive says of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("locked")
        if "xl/workbook.xml" not in names or len(set(names)) != len(names):
            raise Refused("broken")
        if len(entries) > limits["entries"]:
            raise Refused("too_much")
        if sum(entry.file_size for entry in entries) > limits["unpacked"]:
            raise Refused("too_much")
        longest = 0
        if "xl/sharedStrings.xml" in names:
            longest = longest_string(archive)
        for entry in entries:
            weigh_part(archive, entry, longest, limits)


def longest_string(archive: zipfile.ZipFile) -> int:
    """Return the length of the longest shared text, as XML."""
    longest = run = 0
    for chunk, _ in chunks(archive, "xl/sharedStrings.xml"):
        start = 0
        for end in STRING_END.finditer(chunk):
            longest = max(longest, run + end.start() - start)
            run, start = 0, end.end()
        run += len(chunk) - start
    return max(longest, run)


def weigh_part(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, longest: int, limits: dict[str, int]
) -> None:
    """Refuse a part with an archive or a declaration in it, and a sheet that would not fit."""
    sheet = entry.filename.startswith("xl/worksheets/")
    xml = entry.filename.endswith((".xml", ".rels", ".vml"))
    row = column = shared = 0
    first = True
    for chunk, tail in chunks(archive, entry.filename):
        if first and (chunk.startswith(b"PK\x03\x04") or (xml and b"\x00" in chunk[:4])):
            raise Refused("broken")
        first = False
        seen = tail + chunk
        if xml and DECLARED.search(seen):
            raise Refused("entities")
        if not sheet:
            continue
        for found in CELL.finditer(seen):
            row = max(row, int(found[2]))
            column = max(column, column_number(found[1]))
        shared += sum(1 for _ in SHARED.finditer(seen))
        if row * column > limits["cells"] or longest * shared > limits["text"]:
            raise Refused("too_much")


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield a part piece by piece, each with the end of the piece before it."""
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk, tail
            tail = chunk[-OVERLAP:]


def column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def text(cell: Any) -> str:
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
