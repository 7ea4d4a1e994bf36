"""How many facilities hide, from belief and from visits drawn at random."""

import numpy as np

from anomaly.outside import Checks
from anomaly.panel import Panel
from anomaly.params import ScanParams

SEEN_WHEN_HIDING = 0.6  # chance that one visited night shows hiding: many hide on some nights only


def base_rate(panel: Panel, params: ScanParams, checks: Checks | None) -> float:
    """Mean of the share that hides, weighing belief and random checks by inclusion probability.

    This is the one figure (with the q-values) that a visited facility's filings may move beyond
    its peer group.
    """
    belief, weight = params.base_rate, params.base_rate_weight
    if checks is None:
        return belief
    place = {name: row for row, name in enumerate(panel.facilities.facility_id)}
    night = (checks.date - panel.dates[0]).astype(int)
    tally: dict[int, tuple[float, bool]] = {}
    for at in np.flatnonzero(checks.design == "random"):
        row = place.get(checks.facility_id[at])
        if row is None or not 0 <= night[at] < len(panel.dates):
            continue
        declared = panel.guests[row, night[at]]
        if np.isnan(declared):
            continue
        worth = 1.0 / np.nan_to_num(checks.inclusion_probability[at], nan=1.0)
        above = bool(checks.observed_guests[at] > declared + max(1.0, 0.1 * declared))
        before = tally.get(row, (0.0, False))
        tally[row] = (max(before[0], worth), before[1] or above)
    if not tally:
        return belief
    worths = np.array([worth for worth, _ in tally.values()])
    hits = np.array([above for _, above in tally.values()])
    visited = worths.sum() ** 2 / (worths**2).sum()  # effective number
    share = min((worths * hits).sum() / worths.sum() / SEEN_WHEN_HIDING, 0.9)
    return float(np.clip((belief * weight + share * visited) / (weight + visited), 0.001, 0.8))
