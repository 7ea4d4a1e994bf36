"""A list as a file for a spreadsheet: BOM, semicolons, decimal commas, no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from flask import Response

#: First characters by which a spreadsheet takes a text for a formula or a command.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")

Cell = str | int | float | Decimal | date | None


def response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return the rows as a file called ``name`` (ASCII, without ending)."""
    answer = Response(written(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def written(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the file's bytes: UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(word) for word in head])
    writer.writerows([_cell(each) for each in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: a quote goes before it."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(".", ",")
