"""How a single night compares with what was plausible: bands and p-values."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from anomaly.fit import Fit

Numbers = NDArray[np.float64]


def band(fit: Fit, coverage: float) -> tuple[Numbers, Numbers]:
    """Limits of a night's guests, (F, T) each, with the coverage given."""
    reach = float(ndtri(0.5 + coverage / 2)) * fit.noise
    low = np.floor(fit.guests_at(fit.own - reach))
    high = np.ceil(fit.guests_at(fit.own + reach))
    return low, high


def night_p(fit: Fit) -> Numbers:
    """Mid-p of so few guests or fewer on each night, (F, T); NaN where not judged."""
    top, free = _edge(fit, 0.5), _edge(fit, -0.5)
    upper = ndtr((top - fit.own) / fit.noise)
    lower = np.where(fit.guests > 0, ndtr((free - fit.own) / fit.noise), 0.0)
    return np.where(fit.judged, np.clip(0.5 * (upper + lower), 1e-9, 1.0), np.nan)


def _edge(fit: Fit, step: float) -> Numbers:
    """Logit at the edge between a number of guests and the next."""
    inside = np.maximum(np.nan_to_num(fit.guests) + 0.5 + step, 1e-3)
    free = np.maximum(fit.places[:, None] + 1.0 - inside, 0.25)
    edge: Numbers = np.log(inside / free)
    return edge
