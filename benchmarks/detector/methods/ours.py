"""Our detector as it is now, called as the platform calls it."""

import numpy as np
from numpy.typing import NDArray

from anomaly import ScanParams, scan
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]


def ours(given: Given) -> Answer:
    """Scan; put facility and day rows back in the panel's order."""
    params = ScanParams(country=given.country)
    found = scan(given.panel, params, evidence=given.evidence, checks=given.checks)
    rows, days = found.facilities, found.days
    ids = given.panel.facilities.facility_id
    order = np.argsort(ids, kind="stable")
    place = order[np.searchsorted(ids[order], rows.facility_id)]
    back = np.argsort(place, kind="stable")
    score, p = (np.full(given.panel.guests.shape, np.nan) for _ in range(2))
    night = (days.date - given.panel.dates[0]).astype(int)
    score[place[days.facility], night] = days.hidden
    p[place[days.facility], night] = days.p_value
    return Answer(
        guilt=rows.log_odds[back],
        visits=rows.score[back],
        gap=rows.gap_nights[back],
        low=rows.plausible_low[back],
        high=rows.plausible_high[back],
        p=rows.p_value[back],
        q=rows.q_value[back],
        day_score=score,
        day_p=p,
    )
