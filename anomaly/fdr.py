"""False-discovery rate: Benjamini and Hochberg's step-up q-values."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


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
