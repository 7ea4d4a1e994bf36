"""STL of each house's own series (Cleveland et al. 1990, statsmodels): forecasting as detection."""

from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

WEEK = 7
ODD = 2.5  # robust standard deviations below the series' own shape


def stl(given: Given) -> Answer:
    """Judge by nights far below trend and week of the house's own square-rooted series."""
    try:
        decompose = import_module("statsmodels.tsa.seasonal").STL
    except ImportError as missing:
        raise LookupError(f"statsmodels is not installed ({missing.name})") from missing
    guests = given.panel.guests
    z, missed = np.zeros_like(guests), np.zeros_like(guests)
    for row in range(len(guests)):
        filed = ~np.isnan(guests[row])
        if filed.sum() < 3 * WEEK:
            continue
        nights = np.arange(len(filed))
        root = np.sqrt(np.interp(nights, nights[filed], guests[row][filed]))
        shape = decompose(root, period=WEEK, robust=True).fit()
        rest = root - shape.trend - shape.seasonal
        spread = max(1.4826 * float(np.median(np.abs(rest[filed]))), 0.1)
        z[row] = np.where(filed, rest / spread, 0.0)
        expected = np.maximum(shape.trend + shape.seasonal, 0.0) ** 2
        missed[row] = np.where(filed, expected - np.nan_to_num(guests[row]), 0.0)
    odd = z < -ODD
    gap = np.where(odd, np.maximum(missed, 0.0), 0.0).sum(axis=1)
    guilt = np.where(odd, -z - ODD, 0.0).mean(axis=1)
    return Answer(guilt=guilt, visits=gap, gap=gap, day_score=-z)
