"""How a house follows the nights its peers have: week, season, crowds, trends, steps."""

import numpy as np

from anomaly import robust
from anomaly.features.rows import Numbers, mean, slope
from anomaly.traces.trace import Group


def following(group: Group) -> dict[str, Numbers]:
    """Figures of the house against the night effect of its peers, each (F,)."""
    fit, nights = group.fit, group.calendar
    rest = np.where(fit.judged, fit.x - fit.level[:, None], np.nan)
    off = np.where(fit.judged, fit.x - fit.base, np.nan)
    steep, along = slope(rest, fit.night)
    middle = np.median(fit.night, axis=1)[:, None]
    above = slope(np.where(fit.night > middle, rest, np.nan), fit.night)[0]
    below = slope(np.where(fit.night <= middle, rest, np.nan), fit.night)[0]
    season = np.broadcast_to(fit.season, off.shape)
    count = np.nan_to_num(fit.guests) / fit.places[:, None]
    peers = np.where(fit.judged, 1 / (1 + np.exp(-(fit.night + fit.level[:, None]))), np.nan)
    found = {
        "slope": steep,
        "along": along,
        "slope_above": above,
        "slope_below": below,
        "bend": above - below,
        "off_on_season": slope(off, season)[0],
        "along_count": slope(np.where(fit.judged, count, np.nan), peers)[1],
    }
    for level in (0.8, 0.93):
        edge = np.quantile(fit.night, level, axis=1)[:, None]
        found[f"crowd_{level}"] = _contrast(off, fit.night > edge)
    week = nights.weekday
    for name, chosen in (
        ("friday", week == 4),
        ("saturday", week == 5),
        ("sunday", week == 6),
        ("leisure", nights.weekend),
        ("holiday", nights.holiday | nights.eve),
    ):
        found[name] = _contrast(rest - fit.night, np.broadcast_to(chosen, off.shape))
    found["week_size"] = np.abs(fit.week).max(axis=1)
    return found | _over_time(off)


def _contrast(rest: Numbers, chosen: np.ndarray) -> Numbers:
    """Mean of the chosen nights less that of the others, extremes bent in."""
    bent = np.clip(rest, -3, 3)
    on, others = np.where(chosen, bent, np.nan), np.where(chosen, np.nan, bent)
    return mean(on, 4) - mean(others, 4)


def _over_time(off: Numbers) -> dict[str, Numbers]:
    """Trend, quarters and the roughness of months, from nights off the peers' (F, T)."""
    nights = off.shape[1]
    time = np.broadcast_to(np.linspace(-0.5, 0.5, nights), off.shape)
    steep, along = slope(off, time)
    months = [np.clip(block, -3, 3) for block in np.array_split(off, max(nights // 28, 1), axis=1)]
    levels = np.column_stack([robust.median(month) for month in months])
    steps = np.diff(levels, axis=1)
    known = ~np.isnan(steps)
    largest = np.where(known, steps, -np.inf).max(axis=1, initial=-np.inf)
    smallest = np.where(known, steps, np.inf).min(axis=1, initial=np.inf)
    some = known.any(axis=1)
    quarters = [robust.median(part) for part in np.array_split(off, 4, axis=1)]
    return {
        "trend": steep,
        "trend_along": along,
        "months_spread": robust.spread(levels),
        "step_up": np.where(some, largest, np.nan),
        "step_down": np.where(some, smallest, np.nan),
        "last_quarter": quarters[3] - np.nan_to_num(quarters[0] + quarters[1]) / 2,
        "first_quarter": quarters[0] - np.nan_to_num(quarters[2] + quarters[3]) / 2,
    }
