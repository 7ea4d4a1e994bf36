"""Learn on simulated towns what ``learned`` and ``null_curve`` keep: by hand, never in a scan."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly import learned, null_curve
from anomaly.calendar import calendar
from anomaly.evidence_weights import TRACES, calibrated
from anomaly.judge import Verdict, judge
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.reasons import KINDS
from anomaly.simulate import Simulated, simulate, town

Numbers = NDArray[np.float64]

END = np.datetime64("2026-11-01")
SEEDS = range(1000, 1014)  # no figure is ever measured on these towns

HIDES_AS: dict[str, str] = {
    "share": "LEVEL_BELOW_PEERS",
    "rounded": "ROUNDED",
    "cap": "CAP_AT_X",
    "empty_single": "EMPTY_NIGHTS_ISOLATED",
    "empty_block": "EMPTY_NIGHTS_BLOCK",
    "weekend": "WEEKENDS_BELOW",
    "cash": "SCATTER_HIGH",
    "copied": "COPIED_NUMBERS",
    "break": "BREAK_DOWN",
    "high_season": "HIGH_SEASON_BELOW",
    "exempt": "EXEMPT_SHARE_HIGH",
}


def learn(seeds: range = SEEDS) -> None:
    """Measure everything and write ``learned.json`` and ``null.json`` into ``learned.DATA``."""
    folder = learned.DATA
    raw = np.concatenate([verdict.raw for verdict, _ in judged_houses(seeds, share=0.0)])
    honest = {
        trace: learned.honest_share(raw[:, at])
        for at, trace in enumerate(TRACES)
        if not np.isnan(raw[:, at]).all()
    }
    _write(
        folder / "learned.json",
        {"honest": {trace: _short(shares) for trace, shares in honest.items()}, "shows": {}},
    )
    learned.learned.cache_clear()
    shows = measure_shows(seeds)
    _write(
        folder / "learned.json",
        {"honest": {trace: _short(shares) for trace, shares in honest.items()}, "shows": shows},
    )
    learned.learned.cache_clear()
    _write(
        folder / "null.json",
        {
            "seeds": [seeds.start, seeds.stop],
            "log_bayes": [_short(row) for row in measure_null(seeds)],
        },
    )
    null_curve.curves.cache_clear()


def judged_houses(
    seeds: range, share: float, nights: int = 400, alone: bool = False, facilities: int = 300
) -> Iterator[tuple[Verdict, NDArray[np.str_]]]:
    """Verdicts on the peer groups of simulated towns, with each house's kind of hiding."""
    params = ScanParams()
    mix = dict.fromkeys(HIDES_AS, 1.0)
    for seed in seeds:
        known, season = town(facilities, seed)
        dates = END - nights + np.arange(nights)
        made = simulate(known, season, dates, seed=seed, share=share, mix=mix, hard=0.15)
        days = calendar(dates, params.country)
        groups = peer_groups(known, params.min_peers)
        if alone:
            groups = [np.array([row]) for row in range(0, facilities, 5)]
        for rows in groups:
            part = made.panel.take(rows)
            yield judge(part, days, params, params.base_rate, None, None), made.kind[rows]


def honest_towns(seeds: range, facilities: int, nights: int) -> Iterator[Simulated]:
    """Towns without any hiding, some houses with honest troubles."""
    dates = END - nights + np.arange(nights)
    for seed in seeds:
        known, season = town(facilities, seed)
        yield simulate(known, season, dates, seed=seed, share=0.0, hard=0.15)


def measure_shows(seeds: range) -> dict[str, dict[str, float]]:
    """Exponents xi = -1 / mean(log p) by kind and trace: maximum likelihood of Beta(xi, 1)."""
    found: dict[str, list[Numbers]] = {}
    for verdict, ways in judged_houses(seeds, share=0.3):
        p = calibrated(verdict.raw)
        for name in np.unique(ways[ways != ""]):
            found.setdefault(HIDES_AS[str(name)], []).append(p[ways == name])
    shows: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        p = np.concatenate(found[kind])
        shows[kind] = {}
        for at, trace in enumerate(TRACES):
            seen = p[:, at][~np.isnan(p[:, at])]
            if len(seen) >= 20:
                xi = float(np.clip(-1.0 / np.mean(np.log(seen)), 0.05, 1.0))
                if xi < 0.9:
                    shows[kind][trace] = round(xi, 3)
    return shows


def measure_null(seeds: range) -> Numbers:
    """Quantiles (STRATA, LEVELS) of the log Bayes factor of honest houses.

    Strata too thin to measure take the curve of all houses.
    """
    found: list[Numbers] = []
    strata: list[NDArray[np.intp]] = []
    for nights in (400, 90):
        for alone in (False, True):
            for verdict, _ in judged_houses(seeds, 0.0, nights, alone):
                found.append(verdict.log_bayes[verdict.judged])
                strata.append(verdict.which_curve[verdict.judged])
    value, which = np.concatenate(found), np.concatenate(strata)
    table = np.empty((null_curve.STRATA, len(null_curve.LEVELS)))
    for number in range(null_curve.STRATA):
        mine = value[which == number]
        table[number] = np.quantile(mine if len(mine) >= 300 else value, null_curve.LEVELS)
    return table


def _short(row: Numbers) -> list[float]:
    return [round(float(x), 5) for x in row]


def _write(path: Path, told: dict[str, object]) -> None:
    path.write_text(json.dumps(told) + "\n", encoding="ascii")
