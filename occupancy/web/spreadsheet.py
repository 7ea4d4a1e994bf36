"""Lists as files for a spreadsheet, CSV and XLSX: the only writer of either that people download.

No text in them is taken for a formula (threat 6): XLSX holds it as text by its type, CSV knows no
types and gets a quote before it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile

import xlsxwriter
from flask import Response

#: Signs by which a spreadsheet takes a text for a formula or a command, in any of their widths.
DANGEROUS = "=+-−@|"
#: Where a reader that expects another separator than ours would begin a cell.
SEPARATORS = ",;\t\r\n|"
#: What XML cannot hold and the writer of XLSX does not replace.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: What a cell of a workbook holds at most.
LONGEST_CELL = 32_767

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Cell = str | int | float | Decimal | date | None


def response(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return the rows as a file of ``kind`` (``csv`` or ``xlsx``) called ``name`` (ASCII)."""
    written = as_xlsx(head, rows) if kind == "xlsx" else as_csv(head, rows)
    answer = Response(written, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a file of semicolons and decimal commas: UTF-8 with its mark, CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(word) for word in head])
    writer.writerows([_in_csv(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet; text is text by its type, days and numbers are themselves."""
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, word in enumerate(head):
            sheet.write_string(0, column, plain(word), bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, plain(value))
                elif isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif value is not None:
                    sheet.write_number(line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofit(max_width=420)
    return made.getvalue()


def safe(text: str) -> str:
    """Return a text that no reader of CSV takes for a formula: a quote goes before each beginning.

    Blanks and signs that cannot be seen are passed over, full-width signs count as what they look
    like, and a text inside is safe too from a reader that divides cells in another way.
    """
    made: list[str] = []
    blanks = list(takewhile(_hidden, text))
    if any(unicodedata.category(sign) == "Cc" for sign in blanks):
        made.append("'")
    start = 0
    for end in [at + 1 for at, sign in enumerate(text) if sign in SEPARATORS] + [len(text)]:
        part = text[start:end]
        if _dangerous(next((sign for sign in part if not _hidden(sign)), "")):
            made.append("'")
        made.append(part)
        start = end
    return "".join(made)


def plain(text: str) -> str:
    """Return a text as a workbook can hold it."""
    return _NO_XML.sub("\ufffd", text)[:LONGEST_CELL]


def _hidden(sign: str) -> bool:
    return sign.isspace() or not sign.isprintable()


def _dangerous(sign: str) -> bool:
    return bool(sign) and unicodedata.normalize("NFKC", sign)[0] in DANGEROUS


def _in_csv(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(".", ",")
