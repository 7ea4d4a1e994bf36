"""What outsiders know of a house, as figures: readings of every kind, and visits."""

from collections.abc import Mapping

import numpy as np

from anomaly.features.rows import Numbers
from anomaly.outside import Checks
from anomaly.readings import Implied, agreed, combined
from anomaly.traces.trace import Group

APART = ("water_m3", "electricity_kwh", "ota_rooms_available", "reviews")


def outside(group: Group, told: Mapping[str, Implied], checks: Checks | None) -> dict[str, Numbers]:
    """Figures of readings and visits, each (F,); NaN where there are none."""
    least, steep = agreed(told)
    found = {
        "readings_excess": combined(told),
        "readings_least": least,
        "readings_steep": steep,
    }
    for kind in APART:
        found |= {
            f"{kind}_excess": told[kind].excess,
            f"{kind}_steep": told[kind].steep,
            f"{kind}_along": told[kind].along,
            f"{kind}_worst": told[kind].worst,
            f"{kind}_each": told[kind].each,
        }
    return found | visits(group, checks)


def visits(group: Group, checks: Checks | None) -> dict[str, Numbers]:
    """Guests counted on visits against the declared: how many visits, how far above."""
    fit = group.fit
    houses = len(fit.level)
    seen, counted, declared = (np.zeros(houses) for _ in range(3))
    most, least = np.full(houses, -np.inf), np.full(houses, np.inf)
    if checks is not None and len(checks.date):
        ids = group.panel.facilities.facility_id
        mine = np.flatnonzero(np.isin(checks.facility_id, ids))
        order = np.argsort(ids, kind="stable")
        row = order[np.searchsorted(ids[order], checks.facility_id[mine])]
        night = (checks.date[mine] - group.panel.dates[0]).astype(int)
        inside = (night >= 0) & (night < fit.judged.shape[1])
        row, night, saw = row[inside], night[inside], checks.observed_guests[mine][inside]
        known = fit.judged[row, night]
        row, night, saw = row[known], night[known], saw[known]
        wrote = fit.guests[row, night]
        np.add.at(seen, row, 1.0)
        np.add.at(counted, row, saw)
        np.add.at(declared, row, wrote)
        depth = (saw - wrote) / np.sqrt(1 + 0.05 * wrote + (0.03 * wrote) ** 2)
        np.maximum.at(most, row, depth)
        np.minimum.at(least, row, depth)
    some = seen > 0
    return {
        "visits": seen,
        "visits_excess": np.where(some, np.log((counted + 1) / (declared + 1)), np.nan),
        "visits_most": np.where(some, np.clip(most, -20, 40), np.nan),
        "visits_least": np.where(some, np.clip(least, -20, 40), np.nan),
        "visits_of_group": np.full(houses, np.log((counted.sum() + 1) / (declared.sum() + 1))),
        "visits_in_group": np.full(houses, seen.sum()),
    }
