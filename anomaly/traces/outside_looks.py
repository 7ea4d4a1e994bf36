"""Traces in what others know of a house: readings that go with guests, and visits."""

from collections.abc import Mapping

import numpy as np

from anomaly.outside import Checks
from anomaly.readings import Implied, combined
from anomaly.traces.trace import Group, Trace, against_peers, lifted, low_tail

USUAL_EXCESS = 0.3  # sd of log implied over declared guests among honest houses


def evidence_high(group: Group, told: Mapping[str, Implied]) -> Trace:
    """Readings imply more guests than were declared, more than at peers (EVIDENCE_HIGH)."""
    fit = group.fit
    count = len(fit.level)
    excess = combined(told)
    kinds = np.sum([each.count > 0 for each in told.values()], axis=0).astype(float)
    z = against_peers(excess, np.full(count, 0.05), usual=USUAL_EXCESS, centred=False)
    times = np.exp(np.clip(np.nan_to_num(excess), 0.1, 1.5))
    free = np.maximum(fit.places[:, None] - np.nan_to_num(fit.guests), 0.0)
    hidden = np.minimum(np.nan_to_num(fit.guests) * (times - 1)[:, None], free)
    return Trace(
        "EVIDENCE_HIGH",
        low_tail(-z),
        hidden,
        {"times_peers": np.exp(np.nan_to_num(excess)), "kinds": kinds},
    )


def check_above(group: Group, checks: Checks | None) -> Trace:
    """Visits saw more guests than were declared (CHECK_ABOVE_DECLARED).

    A count may miss by one guest and a twentieth; seeing as many as declared speaks for the house.
    """
    fit = group.fit
    count = len(fit.level)
    z, seen, missing = np.full(count, np.nan), np.zeros(count), np.zeros(count)
    share = np.zeros(count)
    if checks is not None:
        ids, dates = group.panel.facilities.facility_id, group.panel.dates
        place = {name: row for row, name in enumerate(ids)}
        night = (checks.date - dates[0]).astype(int)
        total = np.zeros((3, count))
        seen_then = zip(checks.facility_id, night, checks.observed_guests, strict=True)
        for name, at, observed in seen_then:
            row = place.get(name)
            if row is None or not 0 <= at < len(dates) or not fit.judged[row, at]:
                continue
            declared = fit.guests[row, at]
            doubt = 1 + (0.05 * declared) ** 2 + 0.1 * declared
            total[:, row] += observed - declared, doubt, declared
            seen[row] += 1
        visited = seen > 0
        z[visited] = total[0, visited] / np.sqrt(total[1, visited])
        missing, share = total[0], total[0] / np.maximum(total[0] + total[2], 1.0)
    share = np.clip(share, 0.05, 0.8)
    free = np.maximum(fit.places[:, None] - np.nan_to_num(fit.guests), 0.0)
    hidden = np.minimum(np.nan_to_num(fit.guests) * (share / (1 - share))[:, None], free)
    hidden = np.where((seen > 0)[:, None], hidden, lifted(fit, np.full(count, 0.55)))
    return Trace(
        "CHECK_ABOVE_DECLARED",
        low_tail(-z),
        hidden,
        {"visits": seen, "guests_above": missing},
    )
