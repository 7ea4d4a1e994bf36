"""The lines of ``days.csv``: there is one for every filed night, so they are made column by column.

Numbers become the text that C's printf gives them, to the byte: a number of single precision times
a thousand is exact in double precision, so that rounding it decides as printf does.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as arrow
from numpy.typing import NDArray
from pyarrow import compute
from pyarrow import csv as arrow_csv

from anomaly.result import DayRows, FacilityRows

Short = NDArray[np.float32]

AS_WRITTEN = arrow_csv.WriteOptions(include_header=False, quoting_style="none", batch_size=1 << 16)
LEAST_PLAIN = 1e-4  # smaller numbers are written with an exponent
LARGEST = 1e9
PIECE = 1 << 18  # rows
FIGURES = (
    "declared",
    "expected",
    "low",
    "high",
    "p_value",
    "low80",
    "high80",
    "low95",
    "high95",
    "hidden",
)


def ready(rows: FacilityRows, days: DayRows) -> bool:
    """Whether lines can be made here: no id needs quoting, figures are single and in range."""
    figures = [getattr(days, name) for name in FIGURES]
    with np.errstate(invalid="ignore"):
        return (
            not any(mark in name for name in rows.facility_id.tolist() for mark in ',"\r\n')
            and all(figure.dtype == np.float32 for figure in figures)
            and not any(np.any(np.abs(figure) > LARGEST) for figure in figures)
            and not np.any((days.p_value < 0) | (days.p_value > 1))
        )


def whole(values: Short) -> "arrow.Array":
    """As "%.0f", NaN blank."""
    missing = np.isnan(values)
    rounded = np.rint(np.where(missing, 0, values)).astype(np.int32)
    return arrow.array(rounded, mask=missing)


def fixed(values: Short, digits: int) -> "arrow.Array":
    """As "%.2f" with 1 to 3 ``digits``, NaN blank, no minus before nothing."""
    missing = np.isnan(values)
    scaled = np.where(missing, 0, values).astype(np.float64) * 10.0**digits
    units = arrow.array(np.rint(scaled).astype(np.int64), mask=missing)
    kind = arrow.decimal64(18, digits)
    return arrow.Array.from_buffers(kind, len(units), units.buffers())


def chances(values: Short) -> "arrow.Array":
    """As "%.5g" for numbers from 0 to 1, NaN blank."""
    known = np.where(values > 0, values, 1).astype(np.float64)
    scale = 10.0 ** (4 - np.floor(np.log10(known)))
    scaled = known * scale
    rounded = np.where(values > 0, np.rint(scaled) / scale, 0.0)
    text = compute.cast(arrow.array(rounded, mask=np.isnan(values)), arrow.string())
    tied = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6
    odd = (values > 0) & (tied | (rounded < LEAST_PLAIN))
    told = [f"{value:.5g}" for value in values[odd].tolist()]
    return compute.replace_with_mask(text, odd, arrow.array(told, arrow.string()))


def pieces(rows: FacilityRows, days: DayRows) -> "Iterator[arrow.Buffer]":
    """All lines, a few at a time, so that memory stays bounded."""
    names = arrow.array(rows.facility_id.tolist(), arrow.string())
    for start in range(0, len(days), PIECE):
        some = slice(start, start + PIECE)
        columns = [
            compute.take(names, arrow.array(days.facility[some])),
            arrow.array(days.date[some].astype("datetime64[D]")),
            whole(days.declared[some]),
            fixed(days.expected[some], 2),
            whole(days.low[some]),
            whole(days.high[some]),
            chances(days.p_value[some]),
            arrow.array(days.flag[some].astype(np.int8)),
            whole(days.low80[some]),
            whole(days.high80[some]),
            whole(days.low95[some]),
            whole(days.high95[some]),
            fixed(days.hidden[some], 3),
        ]
        out = arrow.BufferOutputStream()
        named = [str(at) for at in range(len(columns))]
        arrow_csv.write_csv(arrow.table(columns, named), out, AS_WRITTEN)
        yield out.getvalue()
