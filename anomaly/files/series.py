"""Read honest real series to make towns of: filings as a scan takes them, or split by guests."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly.files.cells import codes, dates, numbers
from anomaly.files.inputs import named, read_facilities
from anomaly.files.tables import Table, read_table
from anomaly.panel import MOST, Facilities, Filings, Panel, lay_out

Numbers = NDArray[np.float64]

PARTS = ("guests_domestic", "guests_inbound", "exempt_MINOR")


def read_series(filings: Path, facilities: Path | None = None) -> Panel:
    """Nights of honest houses as a panel; ``BadInput`` names file, line, field and mend.

    filings: ``facility_id,date`` and ``guests``, or instead of ``guests`` its parts
    ``guests_domestic,guests_inbound`` (and ``exempt_MINOR`` if it is there); ``rooms_occupied``
    and ``arrivals`` where they are kept. Without ``facilities`` nothing is known of the houses
    but their nights.
    """
    kept = ("rooms_occupied", "guests", "arrivals", *PARTS)
    nights = read_table(filings, ("facility_id", "date"), kept)
    if "guests" not in nights.columns and PARTS[0] not in nights.columns:
        nights = read_table(filings, ("facility_id", "date", "guests"), kept)
    with named(nights):
        who = codes(nights, "facility_id", blank=False)
        known = Facilities.of(np.unique(who).tolist())
        if facilities is not None:
            known = read_facilities(facilities)
        filed = Filings(
            who,
            dates(nights, "date"),
            _column(nights, "rooms_occupied"),
            _guests(nights),
            _column(nights, "arrivals"),
        )
        return lay_out(known, filed)


def _guests(nights: Table) -> Numbers:
    if "guests" in nights.columns:
        return numbers(nights, "guests", 0, MOST, whole=True, blank=False)
    parts = [_column(nights, name) for name in PARTS if name in nights.columns]
    return np.sum(parts, axis=0)


def _column(nights: Table, name: str) -> Numbers:
    if name not in nights.columns:
        return np.full(len(nights), np.nan)
    return numbers(nights, name, 0, MOST, whole=True)
