"""False-discovery rate: Benjamini and Hochberg's step-up q-values."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]


def q_values(p: Numbers) -> Numbers:
    """q-values of p-values (F,); NaN stays NaN and is not counted as a test.

    Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995) 289-300.
    """
    q = np.full_like(p, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    raw = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def stands_out(q: Numbers, hidden: Floats, expected: Floats, fdr: float) -> NDArray[np.bool_]:
    """Tell which nights look wrong, each by its facility's q-value and its own guests.

    At least half a guest, and a twentieth of those expected, is hidden there; NaN never is.
    """
    with np.errstate(invalid="ignore"):
        wrong: NDArray[np.bool_] = (q <= fdr) & (hidden >= np.maximum(0.5, 0.05 * expected))
    return wrong
