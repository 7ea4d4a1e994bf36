"""A panel as the four files of the detector's contract."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.detector.panels.case import Given

FACILITIES = [
    "facility_id",
    "community",
    "category",
    "stars",
    "rooms",
    "beds",
    "lat",
    "lon",
    "opened",
    "closed",
]
FILINGS = ["facility_id", "date", "rooms_occupied", "guests", "arrivals"]
EVIDENCE = ["facility_id", "community", "date_from", "date_to", "kind", "value"]
CHECKS = ["facility_id", "date", "observed_guests", "design", "inclusion_probability"]


def write_given(given: Given, folder: Path) -> list[str]:
    """Write the files; return the arguments that name them."""
    panel, known = given.panel, given.panel.facilities
    arguments = []

    def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_text(cell) for cell in row] for row in rows)
        arguments.extend([f"--{name}", str(path)])

    columns = [getattr(known, name) for name in FACILITIES]
    write("facilities", FACILITIES, zip(*columns, strict=True))
    row, night = np.nonzero(~np.isnan(panel.guests))
    sheets = [panel.rooms_occupied, panel.guests, panel.arrivals]
    header = list(FILINGS)
    if panel.exempt is not None:
        sheets.append(panel.exempt)
        header.append("exempt")
    cells = (sheet[row, night] for sheet in sheets)
    ids = known.facility_id[row]
    write("filings", header, zip(ids, panel.dates[night], *cells, strict=True))
    if given.evidence is not None:
        columns = [getattr(given.evidence, name) for name in EVIDENCE]
        write("evidence", EVIDENCE, zip(*columns, strict=True))
    if given.checks is not None:
        columns = [getattr(given.checks, name) for name in CHECKS]
        write("checks", CHECKS, zip(*columns, strict=True))
    return arguments


def _text(cell: object) -> str:
    """A cell as text: unknown is blank, a whole number has no point."""
    if isinstance(cell, np.datetime64):
        return "" if np.isnat(cell) else str(cell)
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else f"{float(cell):.10g}"
    return str(cell)
