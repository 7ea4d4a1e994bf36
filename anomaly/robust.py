"""Medians and robust scales along the last axis, NaN = missing, fast on short rows."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

NORMAL = 1.4826  # makes the median absolute deviation equal to sigma for normal numbers


def median(values: Numbers) -> Numbers:
    """Median along the last axis; NaN where nothing is known. Shape (..., n) -> (...)."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    ordered = np.sort(values, axis=-1)
    known = np.sum(~np.isnan(values), axis=-1)
    low = np.maximum((known - 1) // 2, 0)
    high = np.minimum(known // 2, values.shape[-1] - 1)
    pick = np.stack([low, high], axis=-1)
    picked: Numbers = np.take_along_axis(ordered, pick, axis=-1).mean(axis=-1)
    return np.where(known == 0, np.nan, picked)


def spread(values: Numbers) -> Numbers:
    """Median absolute deviation along the last axis, in units of sigma."""
    middle = median(values)
    deviation: Numbers = NORMAL * median(np.abs(values - middle[..., None]))
    return deviation


def huber(scaled: Numbers, bend: float = 1.5) -> Numbers:
    """Huber's weights min(1, bend / |z|) of residuals in units of sigma; NaN weighs 0."""
    size = np.abs(scaled)
    weights = np.where(size > bend, bend / np.maximum(size, bend), 1.0)
    return np.where(np.isnan(size), 0.0, weights)


def weighted_mean(values: Numbers, weights: Numbers, axis: int) -> tuple[Numbers, Numbers]:
    """Weighted mean along ``axis`` (0 where nothing weighs) and the sum of the weights."""
    total = weights.sum(axis=axis)
    top = (weights * np.where(weights > 0, values, 0.0)).sum(axis=axis)
    return np.where(total > 0, top / np.maximum(total, 1e-12), 0.0), total
