"""Turn columns of text into numbers, dates and codes; every bad cell is named with its mend."""

import re

import numpy as np
from numpy.typing import NDArray

from anomaly.errors import BadInput
from anomaly.files.tables import Table

Numbers = NDArray[np.float64]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def numbers(
    table: Table, field: str, low: float, high: float, *, whole: bool = False, blank: bool = True
) -> Numbers:
    """Numbers from ``low`` to ``high``; a blank cell is NaN if allowed.

    Raises ``BadInput`` ``cell.number``, ``cell.range``, ``cell.whole`` or ``cell.blank``.
    """
    column = table.columns[field]
    texts = column.texts
    values = _parsed(texts)
    mend = f"{'a whole number' if whole else 'a number'} from {low:g} to {high:g}"
    empty = np.array([not text for text in texts], dtype=bool)
    _first(table, field, "cell.blank", empty & (not blank), mend)
    _first(table, field, "cell.number", np.isnan(values) & ~empty, mend)
    with np.errstate(invalid="ignore"):
        _first(table, field, "cell.range", (values < low) | (values > high), mend)
        _first(table, field, "cell.whole", whole & (values != np.round(values)) & ~empty, mend)
    return values[column.which]


def _parsed(texts: list[str]) -> Numbers:
    """Numbers; NaN for what is blank or none."""
    together = "".join(texts)
    if together.isascii() and "_" not in together:  # 1_000 is a number in Python, not in a table
        try:
            return np.array([text or "nan" for text in texts], dtype=np.float64)
        except ValueError:
            pass  # one of them is none, and has to be found
    return np.array([float(text) if PLAIN.fullmatch(text) else np.nan for text in texts])


def dates(table: Table, field: str, *, blank: bool = False) -> NDArray[np.datetime64]:
    """Days as datetime64[D]; a blank cell is NaT if allowed.

    Raises ``BadInput`` ``cell.date`` or ``cell.blank``.
    """
    column = table.columns[field]
    empty = np.array([not text for text in column.texts], dtype=bool)
    mend = "a day as 2026-01-31"
    _first(table, field, "cell.blank", empty & (not blank), mend)
    days = np.full(len(column.texts), np.datetime64("NaT", "D"))
    for at, text in enumerate(column.texts):
        if DATE.fullmatch(text[:10]) and text[10:] in ("", " 00:00:00"):
            try:
                days[at] = np.datetime64(text[:10], "D")
            except ValueError:
                continue  # 30 February
    _first(table, field, "cell.date", np.isnat(days) & ~empty, mend)
    return days[column.which]


def coded(
    table: Table, field: str, *, blank: bool = True
) -> tuple[NDArray[np.str_], NDArray[np.int32]]:
    """Text as its different values and which of them each row has.

    Raises ``BadInput`` ``cell.blank`` where it must not be blank.
    """
    column = table.columns[field]
    names = np.array(column.texts or [""], dtype=np.str_)[: len(column.texts)]
    _first(table, field, "cell.blank", (names == "") & (not blank), "a code")
    return names, column.which


def codes(table: Table, field: str, *, blank: bool = True) -> NDArray[np.str_]:
    """Text; raises ``BadInput`` ``cell.blank`` where it must not be blank."""
    names, which = coded(table, field, blank=blank)
    return names[which]


def _first(table: Table, field: str, code: str, wrong: NDArray[np.bool_], mend: str) -> None:
    """Refuse the first row that has a wrong text; ``wrong`` is by text."""
    if wrong.any():
        column = table.columns[field]
        row = int(np.argmax(wrong[column.which]))
        raise BadInput(
            code,
            file=table.file,
            line=table.lines[row],
            field=field,
            value=column.texts[column.which[row]],
            mend=mend,
        )
