"""Traces in what others know of a house: readings that go with guests, and visits."""

import numpy as np

from anomaly import robust
from anomaly.outside import Checks, Evidence
from anomaly.traces.trace import Group, Numbers, Trace, against_peers, lifted, low_tail

PROPORTIONAL = ("water_m3", "electricity_kwh", "gas_m3", "waste_kg", "laundry_kg", "reviews")
ROOMS_FREE = ("ota_rooms_available",)
LEAST_LOOKED_AT = 4  # facilities of a group with readings of a kind, to compare one with the rest


def evidence_high(group: Group, evidence: Evidence | None) -> Trace:
    """More water, power, reviews … for each declared guest-night than at peers (EVIDENCE_HIGH).

    By kind, level and slope of the readings on declared nights are set against the group: a fixed
    use (a garden, a laundry) moves the level, hidden guests move both.
    """
    fit = group.fit
    count = len(fit.level)
    z_sum, kinds, excess = np.zeros(count), np.zeros(count), np.zeros(count)
    for kind in PROPORTIONAL + ROOMS_FREE if evidence is not None else ():
        assert evidence is not None  # nosec B101 # for the type checker
        level, slope, error = _per_night(group, evidence, kind)
        if np.sum(~np.isnan(level)) < LEAST_LOOKED_AT:
            continue
        z_level = against_peers(level, np.full(count, 0.05), usual=0.35, centred=False)
        z_slope = against_peers(slope, error, usual=0.35, centred=False)
        both = np.where(np.isnan(z_slope), z_level, 0.5 * (z_level + z_slope))
        seen = ~np.isnan(both)
        z_sum[seen] += both[seen]
        excess[seen] += level[seen] - robust.median(level)
        kinds += seen
    z = np.where(kinds > 0, z_sum / np.sqrt(np.maximum(kinds, 1)), np.nan)
    rate = np.where(kinds > 0, excess / np.maximum(kinds, 1), 0.0)
    times = np.exp(np.clip(0.9 * rate, 0.1, 1.2))
    free = np.maximum(fit.places[:, None] - np.nan_to_num(fit.guests), 0.0)
    hidden = np.minimum(np.nan_to_num(fit.guests) * (times - 1)[:, None], free)
    return Trace(
        "EVIDENCE_HIGH",
        low_tail(-z),
        hidden,
        np.full(count, 0.45),
        {"times_peers": np.exp(rate), "kinds": kinds},
    )


def _per_night(group: Group, evidence: Evidence, kind: str) -> tuple[Numbers, Numbers, Numbers]:
    """Log reading per declared night, log of its slope, the slope's standard error; each (F,)."""
    ids, dates = group.panel.facilities.facility_id, group.panel.dates
    level, slope, error = (np.full(len(ids), np.nan) for _ in range(3))
    filled = np.nan_to_num(group.fit.guests)
    nights = np.concatenate([np.zeros((len(ids), 1)), np.cumsum(filled, axis=1)], axis=1)
    filed = np.concatenate([np.zeros((len(ids), 1)), np.cumsum(group.fit.judged, axis=1)], axis=1)
    mine = np.flatnonzero((evidence.kind == kind) & np.isin(evidence.facility_id, ids))
    first = (evidence.date_from[mine] - dates[0]).astype(int)
    last = (evidence.date_to[mine] - dates[0]).astype(int) + 1
    inside = (first >= 0) & (last <= len(dates))
    mine, first, last = mine[inside], first[inside], last[inside]
    for row, name in enumerate(ids):
        at = evidence.facility_id[mine] == name
        if not at.any():
            continue
        span = last[at] - first[at]
        whole = filed[row, last[at]] - filed[row, first[at]] >= 0.8 * span
        declared = (nights[row, last[at]] - nights[row, first[at]])[whole]
        value = evidence.value[mine][at][whole]
        if kind in ROOMS_FREE:
            value = np.maximum(group.panel.facilities.rooms[row] * span[whole] - value, 0.0)
        if not whole.any() or declared.sum() < 10 or not value.sum() > 0:
            continue
        level[row] = np.log(value.sum() / declared.sum())
        spread = ((declared - declared.mean()) ** 2).sum()
        if len(value) >= 5 and spread > 0:
            steep = ((declared - declared.mean()) * (value - value.mean())).sum() / spread
            left = value - value.mean() - steep * (declared - declared.mean())
            doubt = np.sqrt((left**2).sum() / (len(value) - 2) / spread)
            if steep > 2 * doubt:
                slope[row], error[row] = np.log(steep), doubt / steep
    return level, slope, np.nan_to_num(error, nan=1.0)


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
        np.full(count, 0.4),
        {"visits": seen, "guests_above": missing},
    )
