"""How honest houses of made-up towns look in each trace.

``data/learned.json`` holds, for each trace, the share of honest houses with at most a given raw
p-value (traces count whole nights, so that raw p-values are uneven).
"""

import numpy as np
from numpy.typing import NDArray

from anomaly import kept

Numbers = NDArray[np.float64]

GRID = np.concatenate([np.geomspace(1e-6, 0.05, 30), np.linspace(0.075, 1.0, 38)])
TAIL_POWER = 0.7  # of p below the last measured point; less than 1: tails of real houses are fat
LEAST = 1e-12


def learned() -> dict[str, Numbers]:
    """By trace, shares (GRID,) of honest houses."""
    told = kept.read("learned.json")["honest"]
    return {trace: np.array(shares, dtype=float) for trace, shares in told.items()}


def honest_share(raw: Numbers) -> Numbers:
    """Measure the curve of one trace: share of honest raw p-values below each point of ``GRID``.

    Ties count half, so that a value many honest houses share lands in the middle of its step.
    """
    ordered = np.sort(raw[~np.isnan(raw)])
    count = max(len(ordered), 1)
    below = np.searchsorted(ordered, GRID, side="left")
    at_most = np.searchsorted(ordered, GRID, side="right")
    share: Numbers = (0.5 * (below + at_most) + 0.5) / (count + 1)
    return np.maximum.accumulate(share)


def even_out(raw: Numbers, shares: Numbers) -> Numbers:
    """Turn raw p-values of one trace into p-values uniform for honest houses; NaN stays."""
    known = np.clip(np.nan_to_num(raw, nan=1.0), LEAST, 1.0)
    even = np.interp(np.log(known), np.log(GRID), shares)
    first = np.argmax(shares > 1.5 * shares[0]) if np.any(shares > 1.5 * shares[0]) else 0
    tail = shares[first] * (known / GRID[first]) ** TAIL_POWER
    even = np.where(known < GRID[first], tail, even)
    return np.where(np.isnan(raw), np.nan, np.clip(even, LEAST, 1 - 1e-6))
