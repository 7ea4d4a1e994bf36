"""How a single night compares with what was plausible: bands and p-values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

from anomaly.fit import Fit
from anomaly.null_curve import curve_of_nights, share_above
from anomaly.traces import Trace

Numbers = NDArray[np.float64]

PRIOR = 0.12  # any fixed one: the curve is measured with it
LEAST_HIDDEN = 0.5  # guests from which a way of hiding touches a night
NIGHT_WEIGHT = 0.35  # how much a low night adds, in log chance for each standard deviation


def band(fit: Fit, coverage: float) -> tuple[Numbers, Numbers]:
    """Limits of a night's guests, (F, T) each, with the coverage given."""
    reach = float(ndtri(0.5 + coverage / 2)) * fit.noise
    low = np.floor(fit.guests_at(fit.own - reach))
    high = np.ceil(fit.guests_at(fit.own + reach))
    return low, high


def evidence_of_nights(
    fit: Fit, log_odds: Numbers, kinds: Numbers, traces: Sequence[Trace]
) -> Numbers:
    """How much speaks for hidden guests on each night, (F, T); NaN where not judged.

    log chance that the house hides (``log_odds`` (F,), at ``PRIOR``) in a way (``kinds`` (F, K))
    that touches this night, and in part how low the night itself is.
    """
    touched = np.zeros_like(fit.x)
    for at in range(kinds.shape[1]):
        touched += kinds[:, at, None] * (traces[at].hidden >= LEAST_HIDDEN)
    chance = expit(log_odds + logit(PRIOR))[:, None] * np.minimum(touched, 1.0)
    return np.log(chance + 1e-7) - NIGHT_WEIGHT * ndtri(low_p(fit))


def night_p(evidence: Numbers) -> Numbers:
    """Share of honest nights with at least this evidence, by the measured curve; NaN stays."""
    return share_above(evidence, curve_of_nights())


def low_p(fit: Fit) -> Numbers:
    """Mid-p of so few guests or fewer on each night, (F, T); NaN where not judged."""
    top, free = _edge(fit, 0.5), _edge(fit, -0.5)
    upper = ndtr((top - fit.own) / fit.noise)
    lower = np.where(fit.guests > 0, ndtr((free - fit.own) / fit.noise), 0.0)
    return np.where(fit.judged, np.clip(0.5 * (upper + lower), 1e-9, 1 - 1e-9), np.nan)


def _edge(fit: Fit, step: float) -> Numbers:
    """Logit at the edge between a number of guests and the next."""
    inside = np.maximum(np.nan_to_num(fit.guests) + 0.5 + step, 1e-3)
    free = np.maximum(fit.places[:, None] + 1.0 - inside, 0.25)
    edge: Numbers = np.log(inside / free)
    return edge
