"""Give each peer group what is known from outside about it, and nothing else."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from anomaly.outside import Checks, Evidence
from anomaly.panel import Facilities, Text
from anomaly.ragged import Ragged

Rows = NDArray[np.intp]


class Portions:
    """Evidence and checks, sorted once by facility and date, to be handed out by group.

    The order of rows in the input changes nothing; rows about facilities that the panel does not
    know are left out.
    """

    def __init__(
        self, facilities: Facilities, evidence: Evidence | None, checks: Checks | None
    ) -> None:
        self.community = facilities.community
        self.evidence, self.checks = evidence, checks
        self.of_communities: dict[str, list[int]] = {}
        ids = facilities.facility_id
        if evidence is not None:
            self.readings = _by_facility(
                row_of(ids, evidence.facility_id),
                len(ids),
                (evidence.value, evidence.date_to, evidence.date_from),
            )
            shared = np.flatnonzero(evidence.facility_id == "")
            dates = (evidence.value[shared], evidence.date_to[shared], evidence.date_from[shared])
            for row in shared[np.lexsort(dates)].tolist():
                self.of_communities.setdefault(str(evidence.community[row]), []).append(row)
        if checks is not None:
            self.visits = _by_facility(
                row_of(ids, checks.facility_id), len(ids), (checks.observed_guests, checks.date)
            )

    def of(self, rows: Rows) -> tuple[Evidence | None, Checks | None]:
        """What is known of the facilities at ``rows`` and of their communities; None = nothing."""
        evidence, checks = self.evidence, self.checks
        if evidence is not None:
            order, own = self.readings
            mine = [order[own.places(rows)]]
            for community in np.unique(self.community[rows]) if self.of_communities else ():
                mine.append(np.array(self.of_communities.get(str(community), []), dtype=np.intp))
            some = np.concatenate(mine)
            evidence = evidence.take(some) if len(some) else None
        if checks is not None:
            order, own = self.visits
            some = order[own.places(rows)]
            checks = checks.take(some) if len(some) else None
        return evidence, checks


def row_of(ids: Text, named: Text) -> Rows:
    """Row of each name among the sorted ``ids``; -1 where it is none of them."""
    place = np.minimum(np.searchsorted(ids, named), len(ids) - 1)
    return np.where(ids[place] == named, place, -1)


def _by_facility(row: Rows, count: int, ties: Iterable[NDArray[np.generic]]) -> tuple[Rows, Ragged]:
    """Entries by facility, then by ``ties`` (the last counts most); where each facility's lie."""
    order = np.lexsort((*ties, row))
    starts = np.searchsorted(row[order], np.arange(count + 1))
    return order, Ragged(starts.astype(np.intp))
