"""Day rows of all facilities, gathered group by group in single precision."""

import numpy as np
from numpy.typing import NDArray

from anomaly.fdr import stands_out
from anomaly.found import NIGHTLY, Nights
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.ragged import Ragged
from anomaly.result import DayRows, FacilityRows, Short


class DayBook:
    """The filed nights of a panel, one long column for each figure.

    Memory: 40 bytes for a filed night while groups come in; about as much again while ``rows``
    puts them in the order of inspections.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.filed = ~np.isnan(panel.guests)
        self.of_facility = Ragged.of_lengths(self.filed.sum(axis=1))
        count = int(self.of_facility.starts[-1])
        self.columns: dict[str, Short] = {
            name: np.empty(count, dtype=np.float32) for name in NIGHTLY
        }

    def keep(self, rows: NDArray[np.intp], nights: Nights) -> None:
        """Keep the nights of the group whose facilities stand at ``rows`` of the panel."""
        at = self.of_facility.places(rows)
        for name, column in self.columns.items():
            column[at] = getattr(nights, name)

    def rows(self, order: NDArray[np.intp], table: FacilityRows, params: ScanParams) -> DayRows:
        """Day rows of the facilities in this order; may be asked once, the columns are given away.

        A night is flagged by ``anomaly.fdr.stands_out``.
        """
        at = self.of_facility.places(order)
        flat = {name: self.columns.pop(name)[at] for name in NIGHTLY}
        night = np.nonzero(self.filed)[1].astype(np.int32)[at]
        declared = self.panel.guests[self.filed].astype(np.float32)[at]
        facility = np.repeat(np.arange(len(order)), self.of_facility.lengths[order])
        flag = stands_out(table.q_value[facility], flat["hidden"], flat["expected"], params.fdr)
        return DayRows(facility, self.panel.dates[night], declared, flag=flag, **flat)
