"""Nominal against measured: simulated towns whose truth is known."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly.base_rate import base_rate
from anomaly.calendar import calendar
from anomaly.judge import judge
from anomaly.null_curve import LEVELS, STRATA
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.simulate import Simulated, simulate, town

Numbers = NDArray[np.float64]

END = np.datetime64("2026-11-01")


def honest_towns(seeds: range, facilities: int, nights: int, hard: float = 0.15,
                 communities: int = 4) -> Iterator[Simulated]:
    """Towns without any hiding, some with honest troubles."""
    dates = END - nights + np.arange(nights)
    for seed in seeds:
        made, season = town(facilities, seed, communities)
        yield simulate(made, season, dates, seed=seed, share=0.0, hard=hard)


def measure_null(seeds: range, facilities: int = 300) -> Numbers:
    """Quantiles (STRATA, LEVELS) of the log Bayes factor of honest houses, smoothed by pooling.

    Strata too thin to measure take the curve of all houses.
    """
    params = ScanParams()
    found: list[Numbers] = []
    strata: list[NDArray[np.intp]] = []
    for nights, min_peers in ((400, 8), (90, 8), (400, 0), (90, 0)):
        for made in honest_towns(seeds, facilities, nights):
            days = calendar(made.panel.dates, params.country)
            rate = base_rate(made.panel, params, None)
            count = len(made.panel.facilities)
            groups = (peer_groups(made.panel.facilities, min_peers) if min_peers
                      else [np.array([row]) for row in range(0, count, 5)])
            for rows in groups:
                verdict = judge(made.panel.take(rows), days, params, rate, None, None)
                found.append(verdict.log_bayes[verdict.judged])
                strata.append(verdict.which_curve[verdict.judged])
    value, which = np.concatenate(found), np.concatenate(strata)
    curves = np.empty((STRATA, len(LEVELS)))
    for number in range(STRATA):
        mine = value[which == number]
        curves[number] = np.quantile(mine if len(mine) >= 300 else value, LEVELS)
    return curves


def write_null(path: Path, seeds: range) -> None:
    """Measure and keep the curves of honest houses."""
    curves = [[round(float(x), 4) for x in row] for row in measure_null(seeds)]
    path.write_text(json.dumps({"seeds": [seeds.start, seeds.stop], "log_bayes": curves}),
                    encoding="ascii")
