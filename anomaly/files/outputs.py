"""Write what a scan found, and simulated panels; a file appears whole or not at all."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from anomaly.files import day_lines
from anomaly.reasons import Reason
from anomaly.result import DayRows, FacilityRows, ScanResult

FACILITY_COLUMNS = (
    "facility_id",
    "date_from",
    "date_to",
    "declared_nights",
    "plausible_nights",
    "plausible_low",
    "plausible_high",
    "gap_nights",
    "gap_low",
    "gap_high",
    "p_value",
    "q_value",
    "score",
    "reasons",
    "probability",
    "log_odds",
    "filed",
    "peers",
)
DAY_COLUMNS = (
    "facility_id",
    "date",
    "declared",
    "expected",
    "low",
    "high",
    "p_value",
    "flag",
    "low80",
    "high80",
    "low95",
    "high95",
    "hidden",
)


def write_result(result: ScanResult, folder: Path, digests: dict[str, str]) -> None:
    """Write ``facilities.csv``, ``days.csv``, ``run.json`` (params, notes, digests of inputs)."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "facilities.csv", FACILITY_COLUMNS, _facility_lines(result.facilities))
    write_days(folder / "days.csv", result.facilities, result.days)
    run = {
        "params": asdict(result.params),
        "base_rate": result.base_rate,
        "notes": list(result.notes),
        "inputs": digests,
    }
    with _appearing(folder / "run.json") as out:
        out.write(json.dumps(run, indent=1, sort_keys=True).encode() + b"\n")


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Reasons as one line of JSON: code, weight, p, numbers, nights."""
    return json.dumps(
        [
            {
                "code": reason.code,
                "weight": reason.weight,
                "p": None if math.isnan(reason.p) else float(f"{reason.p:.4g}"),
                "numbers": dict(reason.numbers),
                "nights": list(reason.nights),
            }
            for reason in reasons
        ],
        separators=(",", ":"),
    )


def _facility_lines(rows: FacilityRows) -> Iterable[Sequence[str]]:
    columns = [rows.facility_id.tolist(), dates_text(rows.date_from), dates_text(rows.date_to)]
    for name in FACILITY_COLUMNS[3:10]:
        columns.append(decimals(getattr(rows, name), "%.2f"))
    columns += [
        decimals(rows.p_value, "%.6g"),
        decimals(rows.q_value, "%.6g"),
        decimals(rows.score, "%.4f"),
        [reasons_text(told) for told in rows.reasons],
        decimals(rows.probability, "%.6f"),
        decimals(rows.log_odds, "%.4f"),
        [str(n) for n in rows.filed],
        [str(n) for n in rows.peers],
    ]
    return zip(*columns, strict=True)


def write_days(path: Path, rows: FacilityRows, days: DayRows) -> None:
    """Write ``days.csv``, column by column where the figures allow it, else row by row."""
    if not day_lines.ready(rows, days):
        write_rows(path, DAY_COLUMNS, _day_rows(rows, days))
        return
    with _appearing(path) as out:
        out.write(",".join(DAY_COLUMNS).encode() + b"\n")
        for lines in day_lines.pieces(rows, days):
            out.write(lines)


def _day_rows(rows: FacilityRows, days: DayRows) -> Iterable[Sequence[str]]:
    names = rows.facility_id.tolist()
    columns = [
        [names[at] for at in days.facility.tolist()],
        dates_text(days.date),
        decimals(days.declared, "%.0f"),
        decimals(days.expected, "%.2f"),
        decimals(days.low, "%.0f"),
        decimals(days.high, "%.0f"),
        decimals(days.p_value, "%.5g"),
        ["1" if on else "0" for on in days.flag.tolist()],
    ]
    columns += [decimals(getattr(days, name), "%.0f") for name in DAY_COLUMNS[8:12]]
    columns.append(decimals(days.hidden, "%.3f"))
    return zip(*columns, strict=True)


def decimals(values: NDArray[np.floating[Any]], form: str) -> list[str]:
    """Numbers as text, NaN blank; no minus before nothing."""
    if form == "%.0f":  # whole numbers are most of what is written, and text of an int is quick
        missing = np.isnan(values)
        whole = list(map(str, np.rint(np.where(missing, 0.0, values)).astype(np.int64).tolist()))
        for at in np.flatnonzero(missing).tolist():
            whole[at] = ""
        return whole
    nothing = {form % -0.0: form % 0.0}
    told = (form % value for value in values.tolist())
    return ["" if text == "nan" else nothing.get(text, text) for text in told]


def dates_text(days: NDArray[np.datetime64]) -> list[str]:
    """Days as ISO text, NaT blank."""
    met, which = np.unique(days, return_inverse=True)
    texts = np.datetime_as_string(met, unit="D").tolist()
    shown = ["" if text == "NaT" else text for text in texts]
    return [shown[at] for at in which.tolist()]


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in UTF-8 with \\n at the end of each line."""
    with _appearing(path) as out, io.TextIOWrapper(out, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that appears under its name when it is whole."""
    half = path.with_name(path.name + ".part")
    with half.open("wb") as out:
        yield out
    half.replace(path)
