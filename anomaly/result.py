"""What a scan says: facility rows in the order of inspections, day rows, notes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.params import ScanParams
from anomaly.reasons import Reason

Numbers = NDArray[np.float64]
Short = NDArray[np.float32]


@dataclass(frozen=True)
class FacilityRows:
    """F rows, highest ``score`` first (then by id); all nights are guest-nights of filed nights.

    ``date_from``/``date_to``: first and last filed night (NaT: none) · ``filed``: filed nights ·
    ``declared_nights`` · ``plausible_*``: expected true nights and limits of coverage
    ``params.interval`` · ``gap_*``: plausible less declared, never clipped · ``p_value``: of
    honesty, NaN = not judged · ``q_value``: Benjamini-Hochberg · ``score``: hidden nights a visit
    is expected to find, >= 0, by ``log_odds`` · ``probability``: of hiding, as far as the group
    bears it out · ``log_odds``: of hiding, by the house's own figures and by what is believed of
    its group as one; tells best who stands out, NaN = not judged · ``peers``: others in the peer
    group · ``reasons``: by weight.
    """

    facility_id: NDArray[np.str_]
    date_from: NDArray[np.datetime64]
    date_to: NDArray[np.datetime64]
    filed: NDArray[np.intp]
    declared_nights: Numbers
    plausible_nights: Numbers
    plausible_low: Numbers
    plausible_high: Numbers
    gap_nights: Numbers
    gap_low: Numbers
    gap_high: Numbers
    p_value: Numbers
    q_value: Numbers
    score: Numbers
    probability: Numbers
    log_odds: Numbers
    peers: NDArray[np.intp]
    reasons: tuple[tuple[Reason, ...], ...]

    def __len__(self) -> int:
        return len(self.facility_id)


@dataclass(frozen=True)
class DayRows:
    """N filed nights, facilities in the order of ``FacilityRows``, then by date; single precision.

    ``facility``: row number in ``FacilityRows`` · ``declared`` guests · ``expected``: guests that
    peers and own history make plausible (median) · ``low``/``high`` (``params.interval``),
    ``low80``/``high80``, ``low95``/``high95``: limits of one night · ``p_value``: share of
    honest nights with as much evidence of hidden guests, NaN = not judged ·
    ``hidden``: expected hidden guests (sums to ``gap_nights``) ·
    ``flag``: looks wrong at the false-discovery rate of the params.
    """

    facility: NDArray[np.intp]
    date: NDArray[np.datetime64]
    declared: Short
    expected: Short
    low: Short
    high: Short
    low80: Short
    high80: Short
    low95: Short
    high95: Short
    p_value: Short
    hidden: Short
    flag: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.facility)


@dataclass(frozen=True)
class ScanResult:
    """Facility rows, day rows, the params used and notes (codes) on what was given but not used.

    ``base_rate``: share of hiding facilities after random checks were seen.
    """

    facilities: FacilityRows
    days: DayRows
    params: ScanParams
    base_rate: float
    notes: tuple[str, ...]
