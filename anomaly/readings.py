"""What meters, platforms and reviews say of the guests of a house, compared inside its group.

A reading goes with guests as ``value = a places days + b guests``: a fixed use and a use for each
guest. a and b are fitted robustly over the readings of the group (most of which are honest), so
that each reading implies a number of guests, which is set against the declared one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import robust
from anomaly.outside import Evidence
from anomaly.traces.trace import Group

Numbers = NDArray[np.float64]

PROPORTIONAL = ("water_m3", "electricity_kwh", "gas_m3", "waste_kg", "laundry_kg", "reviews")
ROOMS_FREE = ("ota_rooms_available",)
LEAST_HOUSES = 4  # with readings of a kind, to compare one with the others
FILED_SHARE = 0.8  # of a span's nights, or the reading is left out
ROUNDS = 6
TRUST = {"water_m3": 1.0, "ota_rooms_available": 0.7}  # other kinds weigh a half


@dataclass(frozen=True)
class Readings:
    """R readings of one kind: house row, places × days, declared guests (or rooms), value."""

    row: NDArray[np.intp]
    size: Numbers
    declared: Numbers
    value: Numbers


def readings(group: Group, evidence: Evidence, kind: str) -> Readings:
    """Readings of a kind whose span lies in the panel and was filed for the most part."""
    ids, dates = group.panel.facilities.facility_id, group.panel.dates
    mine = np.flatnonzero((evidence.kind == kind) & np.isin(evidence.facility_id, ids))
    order = np.argsort(ids, kind="stable")
    row = order[np.searchsorted(ids[order], evidence.facility_id[mine])]
    first = (evidence.date_from[mine] - dates[0]).astype(int)
    last = (evidence.date_to[mine] - dates[0]).astype(int) + 1
    inside = (first >= 0) & (last <= len(dates))
    row, first, last, value = row[inside], first[inside], last[inside], evidence.value[mine][inside]
    if kind in ROOMS_FREE:
        rooms, sheet = group.panel.facilities.rooms, group.panel.rooms_occupied
        places = rooms
        value = rooms[row] * (last - first) - value
    else:
        places, sheet = group.fit.places, group.fit.guests
    filed = _sums(group.fit.judged & ~np.isnan(sheet), row, first, last)
    declared = _sums(np.where(group.fit.judged, np.nan_to_num(sheet), 0.0), row, first, last)
    fair = (filed >= FILED_SHARE * (last - first)) & ~np.isnan(places[row]) & (filed > 0)
    size = places[row] * (last - first)
    return Readings(row[fair], size[fair], declared[fair], value[fair])


def _sums(
    sheet: NDArray[np.generic],
    row: NDArray[np.intp],
    first: NDArray[np.intp],
    last: NDArray[np.intp],
) -> Numbers:
    """Sum of a sheet (F, T) over spans of nights, (R,)."""
    total = np.concatenate([np.zeros((len(sheet), 1)), np.cumsum(sheet, axis=1)], axis=1)
    return np.asarray(total[row, last] - total[row, first], dtype=np.float64)


@dataclass(frozen=True)
class Implied:
    """What the readings of one kind imply for each house, (F,), NaN where there are none.

    ``excess``: log of implied over declared guests · ``steep``: slope of the house's readings on
    its declared guests over the group's · ``along``: their correlation · ``count``: readings ·
    ``worst``: largest excess of a quarter of its readings · ``each``: log of what the group uses
    for a declared guest, the same for all its houses.
    """

    excess: Numbers
    steep: Numbers
    along: Numbers
    count: Numbers
    worst: Numbers
    each: Numbers


def told_by_kind(group: Group, evidence: Evidence | None) -> dict[str, "Implied"]:
    """What each kind of readings implies for the houses of a group."""
    return {kind: implied(group, evidence, kind) for kind in PROPORTIONAL + ROOMS_FREE}


def combined(told: Mapping[str, "Implied"]) -> Numbers:
    """Mean excess of all kinds, the trusted ones weighing more, (F,); NaN without readings."""
    excess = np.array([each.excess for each in told.values()])
    weight = np.array([[TRUST.get(kind, 0.5)] for kind in told]) * ~np.isnan(excess)
    total = weight.sum(axis=0)
    mean = (weight * np.nan_to_num(excess)).sum(axis=0) / np.maximum(total, 1e-9)
    return np.where(total > 0, mean, np.nan)


def agreed(told: Mapping[str, "Implied"]) -> tuple[Numbers, Numbers]:
    """Least excess where two kinds or more tell one, and mean steepness of all kinds, (F,)."""
    excess = np.array([each.excess for each in told.values()])
    steep = np.array([each.steep for each in told.values()])
    known, told_steep = ~np.isnan(excess), ~np.isnan(steep)
    least = np.where(known, excess, np.inf).min(axis=0)
    total = np.where(told_steep, np.clip(steep, 0.2, 5.0), 0.0).sum(axis=0)
    count = told_steep.sum(axis=0)
    return (
        np.where(known.sum(axis=0) >= 2, least, np.nan),
        np.where(count > 0, total / np.maximum(count, 1), np.nan),
    )


def implied(group: Group, evidence: Evidence | None, kind: str) -> Implied:
    """Implied guests of each house of the group by its readings of one kind."""
    houses = len(group.fit.level)
    blank = np.full(houses, np.nan)
    nothing = Implied(blank, blank, blank, np.zeros(houses), blank, blank)
    if evidence is None:
        return nothing
    seen = readings(group, evidence, kind)
    if len(np.unique(seen.row)) < LEAST_HOUSES:
        return nothing
    y, x = seen.value / seen.size, seen.declared / seen.size
    base, rate = common_line(y, x)
    guests = np.clip((y - base) / rate, 0.0, 1.5)
    count = np.bincount(seen.row, minlength=houses).astype(float)
    some = count > 0
    told = np.bincount(seen.row, weights=guests * seen.size, minlength=houses)
    filed = np.bincount(seen.row, weights=seen.declared, minlength=houses)
    size = np.bincount(seen.row, weights=seen.size, minlength=houses)
    excess = np.where(
        some, np.log((told + 0.02 * size + 1e-9) / (filed + 0.02 * size + 1e-9)), np.nan
    )
    steep, along = _own_line(seen, y, x, houses, rate)
    single = np.log((guests + 0.02) / (x + 0.02))
    each = np.full(houses, np.log(rate))
    return Implied(excess, steep, along, count, _worst(seen.row, single, houses), each)


def common_line(y: Numbers, x: Numbers) -> tuple[float, float]:
    """Robust line y = a + b x with a >= 0 and b > 0: Huber's weights, then ratio if it fails."""
    weight = np.ones_like(y)
    centre = max(float(robust.median(y / np.maximum(x, 0.02))), 1e-9)
    a, b = 0.0, centre
    for _ in range(ROUNDS):
        mx, my = np.average(x, weights=weight), np.average(y, weights=weight)
        var = np.average((x - mx) ** 2, weights=weight)
        steep = np.average((x - mx) * (y - my), weights=weight) / max(var, 1e-9)
        b = float(np.clip(steep, 0.3 * centre, 1.2 * centre))
        a = max(float(my - b * mx), 0.0)
        rest = y - a - b * x
        scale = max(float(robust.spread(rest)), 1e-9)
        # hidden guests only ever lift a reading: what lies above weighs less than what lies below
        weight = robust.huber(np.where(rest > 0, 1.5, 1.0) * rest / scale) + 1e-6
    return a, b


def _own_line(
    seen: Readings, y: Numbers, x: Numbers, houses: int, rate: float
) -> tuple[Numbers, Numbers]:
    """Log slope of each house over the group's, and correlation; NaN below five readings."""
    count = np.bincount(seen.row, minlength=houses)
    fair = count >= 5
    safe = np.maximum(count, 1)
    mx = np.bincount(seen.row, weights=x, minlength=houses) / safe
    my = np.bincount(seen.row, weights=y, minlength=houses) / safe
    dx, dy = x - mx[seen.row], y - my[seen.row]
    xx = np.bincount(seen.row, weights=dx * dx, minlength=houses)
    xy = np.bincount(seen.row, weights=dx * dy, minlength=houses)
    yy = np.bincount(seen.row, weights=dy * dy, minlength=houses)
    fair &= (xx > 1e-9) & (yy > 1e-12)
    steep = np.where(fair, np.clip(xy / np.maximum(xx, 1e-9) / rate, -1.0, 5.0), np.nan)
    along = np.where(fair, xy / np.sqrt(np.maximum(xx * yy, 1e-18)), np.nan)
    return steep, along


def _worst(row: NDArray[np.intp], each: Numbers, houses: int) -> Numbers:
    """Upper quartile of a house's excesses, (F,)."""
    worst = np.full(houses, np.nan)
    order = np.lexsort((each, row))
    rows, first, count = np.unique(row[order], return_index=True, return_counts=True)
    worst[rows] = each[order][first + (0.75 * (count - 1)).round().astype(int)]
    return worst
