"""The four files a scan is given, read into what ``scan`` takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from anomaly.errors import BadInput
from anomaly.files.cells import coded, codes, dates, numbers
from anomaly.files.tables import Table, read_table
from anomaly.outside import DESIGNS, Checks, Evidence
from anomaly.panel import ALSO_FILED, FILED, MOST, Facilities, Panel, lay_out_coded

FACILITIES = (
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
)
FILINGS = ("facility_id", "date", "rooms_occupied", "guests", "arrivals")
EVIDENCE = ("facility_id", "community", "date_from", "date_to", "kind", "value")
CHECKS = ("facility_id", "date", "observed_guests", "design", "inclusion_probability")


def read_facilities(path: Path) -> Facilities:
    """Facilities from a file; ``BadInput`` names file, line, field and mend."""
    places = read_table(path, FACILITIES)
    with named(places):
        known = Facilities(
            codes(places, "facility_id", blank=False),
            codes(places, "community"),
            codes(places, "category"),
            numbers(places, "stars", 0, 7),
            numbers(places, "rooms", 0, MOST, whole=True),
            numbers(places, "beds", 0, MOST, whole=True),
            numbers(places, "lat", -90, 90),
            numbers(places, "lon", -180, 180),
            dates(places, "opened", blank=True),
            dates(places, "closed", blank=True),
        )
        reversed_ = known.closed < known.opened
        if reversed_.any():
            raise BadInput("facilities.span_reversed", row=int(np.argmax(reversed_)))
    return known


def read_panel(facilities: Path, filings: Path) -> Panel:
    """Facilities and filings as a panel; ``BadInput`` names file, line, field and mend."""
    known = read_facilities(facilities)
    nights = read_table(filings, FILINGS, ALSO_FILED)
    with named(nights):
        names, which = coded(nights, "facility_id", blank=False)
        date = dates(nights, "date")
        columns = [
            numbers(nights, name, 0, MOST, whole=True, blank=name != "guests")
            if name in nights.columns
            else None
            for name in (*FILED, *ALSO_FILED)
        ]
        return lay_out_coded(known, names, which, date, columns)


def read_evidence(path: Path) -> Evidence:
    """Evidence from a file; ``BadInput`` names file, line, field and mend."""
    table = read_table(path, EVIDENCE)
    with named(table):
        return Evidence(
            codes(table, "facility_id"),
            codes(table, "community"),
            dates(table, "date_from"),
            dates(table, "date_to"),
            codes(table, "kind", blank=False),
            numbers(table, "value", 0, 1e12, blank=False),
        )


def read_checks(path: Path) -> Checks:
    """Past checks from a file; ``BadInput`` names file, line, field and mend."""
    table = read_table(path, CHECKS)
    with named(table):
        return Checks(
            codes(table, "facility_id", blank=False),
            dates(table, "date"),
            numbers(table, "observed_guests", 0, MOST, blank=False),
            codes(table, "design", blank=False),
            numbers(table, "inclusion_probability", 0, 1),
        )


MENDS: dict[str, str] = {
    "filings.duplicate_night": "one row for a facility and night",
    "filings.unknown_facility": "list the facility in the facilities file",
    "filings.empty": "at least one row",
    "filings.span_too_long": "look for a mistyped year",
    "facilities.duplicate": "one row for a facility",
    "facilities.span_reversed": "opened not after closed",
    "evidence.nobody": "a facility_id or a community",
    "evidence.span_reversed": "date_from not after date_to",
    "checks.design_unknown": f"one of {', '.join(DESIGNS)}",
    "checks.probability_out_of_range": "more than 0, at most 1",
}


@contextmanager
def named(table: Table) -> Iterator[None]:
    """Put file, line and mend to a refusal that knows only the row."""
    try:
        yield
    except BadInput as refused:
        facts: dict[str, Any] = {"file": table.file, **refused.facts}
        row = facts.pop("row", None)
        if row is not None and "line" not in facts:
            facts["line"] = table.lines[int(row)]
        facts.setdefault("line", 1)
        if "mend" not in facts and refused.code in MENDS:
            facts["mend"] = MENDS[refused.code]
        order: Callable[[str], int] = ["file", "line", "field", "mend"].index
        first = {
            key: facts[key] for key in sorted(facts.keys() & {"file", "line", "field"}, key=order)
        }
        rest = {key: value for key, value in facts.items() if key not in first and key != "mend"}
        last = {"mend": facts["mend"]} if "mend" in facts else {}
        raise BadInput(refused.code, **first, **rest, **last) from refused
