"""Nominal against measured: simulated towns whose truth is known."""

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.learn import END, honest_towns
from anomaly.peers import peer_groups
from anomaly.progress import Progress, silent
from anomaly.result import ScanResult
from anomaly.scan import scan
from anomaly.simulate import Simulated, simulate, town

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """One promise: what is nominal and what was measured."""

    name: str
    nominal: float
    measured: float


def measure(
    seeds: range, facilities: int, nights: int, progress: Progress = silent
) -> list[Figure]:
    """Measure p, q, limits, totals and order on towns of ``seeds``, honest ones and others."""
    honest, honest_nights, towns = [], [], []
    for number, seed in enumerate(seeds):
        made = next(honest_towns(range(seed, seed + 1), facilities, nights))
        found = scan(made.panel)
        honest.append(found.facilities.p_value[~np.isnan(found.facilities.p_value)])
        honest_nights.append(found.days.p_value[~np.isnan(found.days.p_value)])
        dates = END - nights + np.arange(nights)
        known, season = town(facilities, seed)
        made = simulate(known, season, dates, seed=seed + 500, share=0.13)
        towns.append(town_figures(made, scan(made.panel)))
        progress(number + 1, len(seeds))
    p, by_night = np.concatenate(honest), np.concatenate(honest_nights)
    mean = {name: float(np.nanmean([one[name] for one in towns])) for name in towns[0]}
    return [
        Figure("honest.p_below_0.01", 0.01, float(np.mean(p < 0.01))),
        Figure("honest.p_below_0.05", 0.05, float(np.mean(p < 0.05))),
        Figure("honest.p_below_0.20", 0.20, float(np.mean(p < 0.20))),
        Figure("honest.p_distance", 0.0, ks_distance(p)),
        Figure("honest.nights_p_below_0.05", 0.05, float(np.mean(by_night < 0.05))),
        Figure("fdr_at_q_0.10", 0.10, mean["fdr"]),
        Figure("power_at_q_0.10", 1.0, mean["power"]),
        Figure("coverage.hiders", 0.90, mean["cover"]),
        Figure("coverage.honest", 0.90, mean["cover_honest"]),
        Figure("total_gap.relative_error", 0.0, mean["total"]),
        Figure("average_precision.probability", 1.0, mean["precision"]),
        Figure("average_precision.peer_z", 1.0, mean["precision_z"]),
        Figure("recovered_nights.visits_10_percent", 1.0, mean["recovered"]),
        Figure("average_precision.nights", 1.0, mean["precision_nights"]),
    ]


def town_figures(made: Simulated, found: ScanResult) -> dict[str, float]:
    """What one town with hiding shows, truth against result."""
    rows = found.facilities
    ids = made.panel.facilities.facility_id
    order = np.argsort(ids, kind="stable")
    back = order[np.searchsorted(ids[order], rows.facility_id)]  # town row of each result row
    guilty, hidden = made.kind[back] != "", made.hidden[back].sum(axis=1)
    plain = ~guilty & (made.hard[back] != "typing_error")
    true = rows.declared_nights + hidden
    inside = (rows.plausible_low - 0.5 <= true) & (true <= rows.plausible_high + 0.5)
    flagged = rows.q_value <= found.params.fdr
    visits = max(len(rows) // 10, 1)
    filed = ~np.isnan(made.panel.guests[back])
    return {
        "fdr": float((flagged & ~guilty).sum() / max(flagged.sum(), 1)),
        "power": float(flagged[guilty].mean()),
        "cover": float(inside[guilty].mean()),
        "cover_honest": float(inside[plain].mean()),
        "total": float(rows.gap_nights.sum() / hidden.sum() - 1),
        "precision": average_precision(guilty, rows.probability),
        "precision_z": average_precision(guilty, -peer_z(made)[back]),
        "recovered": float(hidden[:visits].sum() / np.sort(hidden)[-visits:].sum()),
        "precision_nights": average_precision(
            made.hidden[back][filed] > 0.5, found.days.hidden.astype(float)
        ),
    }


def peer_z(made: Simulated) -> Numbers:
    """What people would otherwise do: mean occupancy against community and category, (F,)."""
    known = made.panel.facilities
    occupancy = np.nanmean(made.panel.guests / known.beds[:, None], axis=1)
    z = np.zeros(len(known))
    for rows in peer_groups(known, 3):
        z[rows] = (occupancy[rows] - occupancy[rows].mean()) / (occupancy[rows].std() + 0.02)
    return z


def average_precision(guilty: NDArray[np.bool_], score: Numbers) -> float:
    """Mean precision at the guilty when sorted by score, highest first; ties in given order."""
    hit = guilty[np.argsort(-score, kind="stable")]
    return float((np.cumsum(hit) / np.arange(1, len(hit) + 1))[hit].mean())


def ks_distance(p: Numbers) -> float:
    """Largest distance between the shares of p-values and the uniform line."""
    ordered = np.sort(p)
    steps = np.arange(len(p) + 1) / len(p)
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def report(figures: list[Figure], *, as_json: bool) -> str:
    """The figures as a table, or as one line of JSON."""
    if as_json:
        return json.dumps(
            {
                figure.name: {"nominal": figure.nominal, "measured": round(figure.measured, 4)}
                for figure in figures
            }
        )
    lines = [f"{'figure':38} {'nominal':>8} {'measured':>9}"]
    lines += [f"{one.name:38} {one.nominal:8.2f} {one.measured:9.3f}" for one in figures]
    return "\n".join(lines)
