"""Nominal against measured: simulated towns whose truth is known."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from anomaly.fit import capacity
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.progress import Progress, silent
from anomaly.result import ScanResult
from anomaly.scan import scan
from anomaly.simulate import Simulated, World, made_of

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """One promise: what is nominal and what was measured."""

    name: str
    nominal: float
    measured: float


SEEDS = range(500_001, 600_000)  # never learned on


def measure(
    towns: int,
    progress: Progress = silent,
    real: Panel | None = None,
    params: ScanParams | None = None,
) -> list[Figure]:
    """Measure p, q, limits, totals and order on honest towns and on towns where some hide.

    ``towns``: of each; they are as unlike as ``World.draw`` makes them, or, if ``real`` is given,
    made of those real nights. Their seeds are never learned on.
    """
    honest, honest_nights, others = [], [], []
    for number, seed in enumerate(SEEDS[:towns]):
        made = honest_town(seed, real)
        found = scan(made.panel, params, evidence=made.evidence, checks=made.checks)
        honest.append(found.facilities.p_value[~np.isnan(found.facilities.p_value)])
        honest_nights.append(found.days.p_value[~np.isnan(found.days.p_value)])
        made = hiding_town(seed, real)
        found = scan(made.panel, params, evidence=made.evidence, checks=made.checks)
        others.append(town_figures(made, found))
        progress(number + 1, towns)
    return figures(np.concatenate(honest), np.concatenate(honest_nights), others)


def honest_town(seed: int, real: Panel | None = None) -> Simulated:
    """A town where nobody hides."""
    world = World.draw(np.random.default_rng([seed, 21]))
    return made_of(replace(world, share=0.0), seed, real)


def hiding_town(seed: int, real: Panel | None = None, share: float = 0.14) -> Simulated:
    """A town of at least sixty houses of which ``share`` hides."""
    world = World.draw(np.random.default_rng([seed, 22]))
    sizes = world.communities if sum(world.communities) >= 60 else (*world.communities, 60)
    return made_of(replace(world, share=share, communities=sizes), seed, real)


def figures(p: Numbers, by_night: Numbers, towns: Sequence[Mapping[str, float]]) -> list[Figure]:
    """Nominal against measured, from honest p-values and the figures of hiding towns."""
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
        Figure("interval_score.relative", 0.0, mean["interval"]),
        Figure("total_gap.relative_error", 0.0, mean["total"]),
        Figure("average_precision.log_odds", 1.0, mean["precision"]),
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
    tail = (1 - found.params.interval) / 2
    missed = np.maximum(rows.plausible_low - true, 0) + np.maximum(true - rows.plausible_high, 0)
    width = rows.plausible_high - rows.plausible_low
    inside = (rows.plausible_low - 0.5 <= true) & (true <= rows.plausible_high + 0.5)
    flagged = rows.q_value <= found.params.fdr
    visits = max(len(rows) // 10, 1)
    filed = ~np.isnan(made.panel.guests[back])
    return {
        "fdr": float((flagged & ~guilty).sum() / flagged.sum()) if flagged.any() else 0.0,
        "power": float(flagged[guilty].mean()),
        "cover": float(inside[guilty].mean()),
        "cover_honest": float(inside[plain].mean()),
        "interval": float((width + missed / tail).sum() / true.sum()),
        "total": float(rows.gap_nights.sum() / hidden.sum() - 1),
        "precision": average_precision(guilty, rows.log_odds),
        "precision_z": average_precision(guilty, -peer_z(made)[back]),
        "recovered": float(hidden[:visits].sum() / np.sort(hidden)[-visits:].sum()),
        "precision_nights": average_precision(
            made.hidden[back][filed] > 0.5, found.days.hidden.astype(float)
        ),
    }


def peer_z(made: Simulated) -> Numbers:
    """What people would otherwise do: mean occupancy against community and category, (F,)."""
    known = made.panel.facilities
    filed = np.maximum(np.sum(~np.isnan(made.panel.guests), axis=1), 1)
    occupancy = np.nansum(made.panel.guests, axis=1) / filed / capacity(made.panel)
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


def as_told(measured: Sequence[Figure]) -> list[dict[str, str | float]]:
    """The figures as plain numbers, for a file or a page."""
    return [
        {"name": one.name, "nominal": one.nominal, "measured": round(one.measured, 4)}
        for one in measured
    ]


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
