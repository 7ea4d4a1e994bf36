"""Turn columns of text into numbers, dates and codes; every bad cell is named with its mend."""

import re

import numpy as np
from numpy.typing import NDArray

from anomaly.errors import BadInput
from anomaly.files.tables import Table

Numbers = NDArray[np.float64]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def numbers(
    table: Table, field: str, low: float, high: float, *, whole: bool = False, blank: bool = True
) -> Numbers:
    """Numbers from ``low`` to ``high``; a blank cell is NaN if allowed.

    Raises ``BadInput`` ``cell.number``, ``cell.range``, ``cell.whole`` or ``cell.blank``.
    """
    cells = table.columns[field]
    try:
        values = np.array([cell or "nan" for cell in cells], dtype=np.float64)
    except ValueError:
        values = np.array([float(cell) if PLAIN.fullmatch(cell) else np.nan for cell in cells])
    mend = f"{'a whole number' if whole else 'a number'} from {low:g} to {high:g}"
    empty = np.array([not cell for cell in cells], dtype=bool)
    _first(table, field, "cell.blank", empty & (not blank), mend)
    _first(table, field, "cell.number", np.isnan(values) & ~empty, mend)
    with np.errstate(invalid="ignore"):
        _first(table, field, "cell.range", (values < low) | (values > high), mend)
        _first(table, field, "cell.whole", whole & (values != np.round(values)) & ~empty, mend)
    return values


def dates(table: Table, field: str, *, blank: bool = False) -> NDArray[np.datetime64]:
    """Days as datetime64[D]; a blank cell is NaT if allowed.

    Raises ``BadInput`` ``cell.date`` or ``cell.blank``.
    """
    cells = table.columns[field]
    empty = np.array([not cell for cell in cells], dtype=bool)
    mend = "a day as 2026-01-31"
    _first(table, field, "cell.blank", empty & (not blank), mend)
    known: dict[str, np.datetime64] = {"": np.datetime64("NaT", "D")}
    wrong = np.zeros(len(cells), dtype=bool)
    for row, cell in enumerate(cells):
        if cell not in known:
            try:
                if not DATE.fullmatch(cell[:10]) or cell[10:] not in ("", " 00:00:00"):
                    raise ValueError(cell)
                known[cell] = np.datetime64(cell[:10], "D")
            except ValueError:
                wrong[row] = True
    _first(table, field, "cell.date", wrong, mend)
    return np.array([known[cell] for cell in cells], dtype="datetime64[D]")


def codes(table: Table, field: str, *, blank: bool = True) -> NDArray[np.str_]:
    """Text; raises ``BadInput`` ``cell.blank`` where it must not be blank."""
    cells = np.array(table.columns[field], dtype=np.str_)
    _first(table, field, "cell.blank", (cells == "") & (not blank), "a code")
    return cells if len(cells) else np.array([], dtype="U1")


def _first(table: Table, field: str, code: str, wrong: NDArray[np.bool_], mend: str) -> None:
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadInput(
            code,
            file=table.file,
            line=table.lines[row],
            field=field,
            value=table.columns[field][row],
            mend=mend,
        )
