"""Sums, slopes and correlations along the nights of each house, missing nights left out."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

FEW = 10  # nights below which a slope or a share says nothing


def share(marked: Marks, known: Marks, least: int = FEW) -> Numbers:
    """Share of ``known`` nights that are ``marked``, (F, T) -> (F,); NaN where too few."""
    count = known.sum(axis=1)
    hits = (marked & known).sum(axis=1)
    return np.where(count >= least, hits / np.maximum(count, 1), np.nan)


def ratio(top: Numbers, base: Numbers) -> Numbers:
    """Quotient (F,), NaN where the base is not above zero."""
    return np.where(base > 0, top / np.where(base > 0, base, 1.0), np.nan)


def mean(values: Numbers, least: int = FEW) -> Numbers:
    """Mean of the known nights, (F, T) -> (F,)."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(count >= least, total / np.maximum(count, 1), np.nan)


def slope(y: Numbers, x: Numbers, least: int = FEW) -> tuple[Numbers, Numbers]:
    """Least-squares slope of y on x and their correlation, (F, T), (F, T) -> (F,), (F,)."""
    known = ~np.isnan(y) & ~np.isnan(x)
    count = np.maximum(known.sum(axis=1), 1)
    a, b = np.where(known, x, 0.0), np.where(known, y, 0.0)
    a = np.where(known, a - (a.sum(axis=1) / count)[:, None], 0.0)
    b = np.where(known, b - (b.sum(axis=1) / count)[:, None], 0.0)
    xx, xy, yy = (a * a).sum(axis=1), (a * b).sum(axis=1), (b * b).sum(axis=1)
    fair = (known.sum(axis=1) >= least) & (xx > 1e-9)
    steep = np.where(fair, xy / np.maximum(xx, 1e-9), np.nan)
    along = np.where(fair & (yy > 1e-9), xy / np.sqrt(np.maximum(xx * yy, 1e-18)), np.nan)
    return steep, along


def lagged(values: Numbers, lag: int) -> Numbers:
    """Correlation of each row with itself ``lag`` nights before, (F, T) -> (F,)."""
    if values.shape[1] <= lag:
        return np.full(len(values), np.nan)
    return slope(values[:, lag:], values[:, :-lag])[1]


def quantile(ordered: Numbers, known: Numbers, level: float) -> Numbers:
    """Quantile of rows sorted with the missing ones last; ``known`` (F,) counts the others."""
    last = np.maximum(known - 1, 0)
    at = np.clip(np.round(level * last), 0, ordered.shape[1] - 1).astype(int)
    return np.asarray(ordered[np.arange(len(ordered)), at])
