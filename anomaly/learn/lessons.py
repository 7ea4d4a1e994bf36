"""Everything the judge keeps in ``anomaly/data``, made anew from towns."""

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial

import numpy as np
from numpy.typing import NDArray

from anomaly import kept, learned, null_curve
from anomaly.calendar import calendar
from anomaly.explain import TRACES
from anomaly.judge import judge
from anomaly.learn import grow
from anomaly.learn.houses import Houses, described, joined
from anomaly.learn.worlds import honest, mixed
from anomaly.model import model, opinion
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.progress import Progress, silent

Numbers = NDArray[np.float64]

FIRST = range(1, 31)  # towns that tell how figures spread
TOWNS = range(1, 561)  # towns the forests grow on
SINGLE = range(70_001, 70_081)  # honest towns for the curves of houses without peers
NIGHTS = range(60_001, 60_021)  # honest towns for the curve of nights
APART = range(10_001, 10_081)  # towns whose houses are shown without peers
HONEST = range(50_001, 50_251)  # honest towns for the curves
PARAMS = ScanParams()
ENOUGH = 400  # houses for a curve of their own
FEW = 4  # towns that are described sooner than helpers start


def learn(progress: Progress = silent, real: Panel | None = None) -> None:
    """Learn everything anew.

    ``real``: honest nights of real houses, of which every fourth town is made.

    About six minutes on two quiet cores.
    """
    usual = spreads(towns(FIRST, {}, progress, real))
    houses = joined(
        [
            towns(TOWNS, usual, progress, real),
            towns(APART, usual, progress, real, alone=20),
        ]
    )
    names = tuple(houses.figures)
    grow.write(grow.grow(houses, names), names, usual, houses)
    model.cache_clear()
    plain = towns(HONEST, usual, progress, real, honest_only=True)
    single = towns(SINGLE, usual, progress, real, honest_only=True, alone=24)
    kept.write("learned.json", {"honest": trace_curves(plain)})
    kept.write("null.json", {"log_odds": null_table(joined([plain, single]))})
    so_far = {**kept.read("null.json"), "after": after_table(plain)}
    kept.write("null.json", so_far)
    nights = curve_of_nights(NIGHTS, real)
    kept.write("null.json", {**so_far, "nights": nights})


def towns(
    seeds: range,
    usual: Mapping[str, float],
    progress: Progress,
    real: Panel | None,
    honest_only: bool = False,
    alone: int = 0,
) -> Houses:
    """Describe the houses of the towns of ``seeds``, on all cores."""
    work = partial(_town, usual=dict(usual), real=real, honest_only=honest_only, alone=alone)
    parts: list[Houses] = []
    with ExitStack() as stack:
        described_towns: Iterator[Houses | None] = map(work, seeds)
        if len(seeds) > FEW:
            pool = stack.enter_context(multiprocessing.get_context("forkserver").Pool())
            described_towns = pool.imap(work, seeds)
        for number, part in enumerate(described_towns):
            parts += [part] if part is not None else []
            progress(number + 1, len(seeds))
    return joined(parts)


def _town(
    seed: int, usual: Mapping[str, float], real: Panel | None, honest_only: bool, alone: int
) -> Houses | None:
    return described((honest if honest_only else mixed)(seed, real), usual, PARAMS, alone)


def spreads(houses: Houses) -> dict[str, float]:
    """Median over groups of the robust spread of each figure."""
    found: dict[str, float] = {}
    order = np.argsort(houses.group, kind="stable")
    cuts = np.flatnonzero(np.diff(houses.group[order])) + 1
    groups = [rows for rows in np.split(order, cuts) if len(rows) >= 6]
    for name, values in houses.figures.items():
        widths = []
        for rows in groups:
            known = values[rows][~np.isnan(values[rows])]
            if len(known) >= 4:
                widths.append(1.4826 * float(np.median(np.abs(known - np.median(known)))))
        if widths and not name.endswith(".z"):
            found[name] = float(np.median(widths))
    return found


def trace_curves(plain: Houses) -> dict[str, list[float]]:
    """Curves of the traces' p-values among honest houses."""
    return {
        trace: _short(learned.honest_share(plain.raw[:, at]))
        for at, trace in enumerate(TRACES)
        if not np.isnan(plain.raw[:, at]).all()
    }


def null_table(plain: Houses) -> list[list[float]]:
    """Quantiles (STRATA, LEVELS) of the log odds; thin strata borrow from all of their size."""
    value = opinion(plain.table(model().names)).log_odds
    sizes = len(null_curve.SIZES) + 1
    half = null_curve.STRATA // 2
    table = np.empty((null_curve.STRATA, len(null_curve.LEVELS)))
    for number in range(null_curve.STRATA):
        alike = plain.curve // half == number // half  # with peers, or without
        wider = [
            plain.curve == number,
            alike & (plain.curve % sizes == number % sizes),
            alike,
            plain.curve >= 0,
        ]
        mine = next((some for some in wider if some.sum() >= ENOUGH), wider[-1])
        table[number] = np.quantile(value[mine], null_curve.LEVELS)
    return [_short(row) for row in table]


def after_table(plain: Houses) -> list[list[float]]:
    """Quantiles (GROUPS + 1, LEVELS) of recentred scores of honest houses, by size of group."""
    z = null_curve.against_curves(opinion(plain.table(model().names)).log_odds, plain.curve)
    found: list[list[Numbers]] = [[] for _ in range(len(null_curve.GROUPS) + 1)]
    order = np.argsort(plain.group, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(plain.group[order])) + 1)
    for rows in [some for some in groups if len(some) >= null_curve.LEAST_GROUP]:
        every = np.ones(len(rows), dtype=bool)
        size = null_curve.size_of_group(len(rows))
        found[size].append(-null_curve.recentred(z[rows], every))
    whole = np.concatenate([each for some in found for each in some])
    return [
        _short(np.quantile(np.concatenate(some) if len(some) >= 10 else whole, null_curve.LEVELS))
        for some in found
    ]


def curve_of_nights(seeds: range, real: Panel | None) -> list[float]:
    """Quantiles of the evidence of honest nights, each town weighing the same."""
    found: list[Numbers] = []
    for seed in seeds:
        made = honest(seed, real)
        panel = made.panel
        nights = calendar(panel.dates, PARAMS.country)
        said = [
            judge(panel.take(rows), nights, PARAMS, PARAMS.base_rate, made.evidence, made.checks)
            for rows in peer_groups(panel.facilities, PARAMS.min_peers)
        ]
        every = np.concatenate([verdict.night_evidence[verdict.judged].ravel() for verdict in said])
        known = every[~np.isnan(every)]
        found += [np.quantile(known, np.linspace(0, 1, 4001))] if len(known) else []
    return _short(np.quantile(np.concatenate(found), null_curve.LEVELS))


def _short(row: Numbers) -> list[float]:
    return [round(float(x), 5) for x in row]
