"""How the numbers of a house are spread, repeated and rounded."""

import numpy as np

from anomaly import robust
from anomaly.features.rows import Numbers, lagged, quantile, share
from anomaly.traces.empty_nights import runs
from anomaly.traces.trace import Group


def own_numbers(group: Group) -> dict[str, Numbers]:
    """Figures of the guests alone, each (F,)."""
    fit = group.fit
    known = fit.judged
    count = known.sum(axis=1)
    ordered = np.sort(fit.guests, axis=1)
    q = {level: quantile(ordered, count, level) for level in (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)}
    log = {level: np.log(np.nan_to_num(value) + 1) for level, value in q.items()}
    places = np.log(fit.places + 1)
    zero = known & (fit.guests == 0)
    start, length = runs(zero)
    per_night = np.maximum(count, 1)
    tied = np.zeros_like(known)
    tied[:, 1:] = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] > 0)
    with np.errstate(invalid="ignore"):
        full = known & (fit.guests >= 0.97 * fit.places[:, None])
        ten = known & (fit.guests >= 8)
    found = {
        "nights": np.log(per_night),
        "places": places,
        "missing": 1 - count / known.shape[1],
        "level": np.where(count > 0, fit.level, np.nan),
        "median_of_places": log[0.5] - places,
        "top_of_places": log[0.95] - places,
        "max_over_top": log[1.0] - log[0.95],
        "top_over_high": log[0.95] - log[0.75],
        "high_over_median": log[0.75] - log[0.5],
        "median_over_low": log[0.5] - log[0.25],
        "low_over_least": log[0.25] - log[0.05],
        "zeros": share(zero, known),
        "zero_runs_short": (start & (length <= 2)).sum(axis=1) / per_night,
        "zero_runs_long": (start & (length >= 3)).sum(axis=1) / per_night,
        "zero_run_longest": np.log1p(np.where(zero, length, 0).max(axis=1)),
        "full": share(full, known),
        "modal": np.where(tied, runs(tied)[1], 0).max(axis=1) / per_night,
        "tied": tied.sum(axis=1) / per_night,
        "tens": share(np.mod(fit.guests, 10) == 0, ten),
        "fives": share(np.mod(fit.guests, 5) == 0, ten),
        "even": share(np.mod(fit.guests, 2) == 0, known & (fit.guests > 0)),
    }
    for lag in (1, 2, 7):
        found |= _repeats(fit.guests, lag)
    return found | _residuals(group)


def _repeats(guests: Numbers, lag: int) -> dict[str, Numbers]:
    """How often busy nights repeat exactly, and nearly, ``lag`` nights later."""
    later, before = guests[:, lag:], guests[:, : guests.shape[1] - lag]
    with np.errstate(invalid="ignore"):
        busy = (later > 0) & (before > 0)
        step = np.abs(later - before)
    same, near = share(step == 0, busy), share((step >= 1) & (step <= 2), busy)
    return {f"same_{lag}": same, f"same_{lag}_over_near": same - 0.5 * near}


def _residuals(group: Group) -> dict[str, Numbers]:
    """Scatter of the nights around what peers and own history make plausible."""
    fit = group.fit
    rest = fit.x - fit.own
    z = np.where(fit.judged, rest / fit.noise, np.nan)
    wild = z[:, 1:] * z[:, :-1]
    spread = robust.spread(rest)
    middle = robust.median(rest)
    with np.errstate(invalid="ignore"):
        up = robust.median(np.where(rest > middle[:, None], rest - middle[:, None], np.nan))
        down = robust.median(np.where(rest < middle[:, None], middle[:, None] - rest, np.nan))
        low, high = {n: z < -n for n in (1.5, 2.5, 4)}, {n: z > n for n in (1.5, 2.5)}
    chance = robust.median(np.where(fit.judged, 1 / np.sqrt(fit.places[:, None] + 1), np.nan))
    sizes = np.sqrt(np.nanmean(np.where(fit.judged, np.clip(rest, -3, 3), 0.0) ** 2, axis=1))
    return {
        "scatter": np.log(np.nan_to_num(spread) + 0.02),
        "scatter_over_chance": np.log(
            (np.nan_to_num(spread) + 0.02) / np.nan_to_num(chance, nan=1)
        ),
        "tails": np.log((sizes + 0.02) / (np.nan_to_num(spread) + 0.02)),
        "lopsided": np.log((np.nan_to_num(down) + 0.02) / (np.nan_to_num(up) + 0.02)),
        "low_1": share(low[1.5], fit.judged),
        "low_2": share(low[2.5], fit.judged),
        "low_4": share(low[4], fit.judged),
        "high_1": share(high[1.5], fit.judged),
        "high_2": share(high[2.5], fit.judged),
        "low_in_pairs": share((z[:, 1:] < -1.5) & (z[:, :-1] < -1.5), ~np.isnan(wild)),
        "memory_1": lagged(rest, 1),
        "memory_7": lagged(rest, 7),
        "memory_slow_1": lagged(fit.x - fit.base, 1),
        "memory_slow_14": lagged(fit.x - fit.base, 14),
    }
