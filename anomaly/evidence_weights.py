"""From the p-values of the traces to the odds of each kind of hiding.

For a house that hides in the way k, the p-value of trace j is taken as Beta(xi[k, j], 1): the
smaller xi, the stronger this way of hiding shows in that trace; xi = 1 says it does not show. For
the honest it is uniform. The exponents are maximum likelihood on simulated towns (``learned``).
So the likelihood ratio of one trace is xi p^(xi - 1) and the odds of a kind are their product
(T. Sellke, M. J. Bayarri, J. O. Berger, The American Statistician 55 (2001) 62-71, use the same
family).
"""

import numpy as np
from numpy.typing import NDArray

from anomaly.learned import even_out, learned
from anomaly.reasons import KINDS, SUPPORT

Numbers = NDArray[np.float64]

TRACES: tuple[str, ...] = KINDS + SUPPORT

PRIOR: dict[str, float] = {
    "LEVEL_BELOW_PEERS": 0.18,
    "ROUNDED": 0.08,
    "CAP_AT_X": 0.10,
    "EMPTY_NIGHTS_ISOLATED": 0.11,
    "EMPTY_NIGHTS_BLOCK": 0.09,
    "WEEKENDS_BELOW": 0.09,
    "SCATTER_HIGH": 0.09,
    "COPIED_NUMBERS": 0.08,
    "BREAK_DOWN": 0.10,
    "HIGH_SEASON_BELOW": 0.05,
    "EXEMPT_SHARE_HIGH": 0.03,
}

# By hand, since simulated towns have neither readings nor visits: a visit or a meter sees hiding
# on every night nearly always, hiding on some nights by luck.
OUTSIDE: dict[str, dict[str, float]] = {
    "LEVEL_BELOW_PEERS": {"EVIDENCE_HIGH": 0.15, "CHECK_ABOVE_DECLARED": 0.08},
    "ROUNDED": {"EVIDENCE_HIGH": 0.2, "CHECK_ABOVE_DECLARED": 0.1},
    "CAP_AT_X": {"EVIDENCE_HIGH": 0.3, "CHECK_ABOVE_DECLARED": 0.3},
    "EMPTY_NIGHTS_ISOLATED": {"EVIDENCE_HIGH": 0.5, "CHECK_ABOVE_DECLARED": 0.7},
    "EMPTY_NIGHTS_BLOCK": {"EVIDENCE_HIGH": 0.5, "CHECK_ABOVE_DECLARED": 0.7},
    "WEEKENDS_BELOW": {"EVIDENCE_HIGH": 0.4, "CHECK_ABOVE_DECLARED": 0.5},
    "SCATTER_HIGH": {"EVIDENCE_HIGH": 0.2, "CHECK_ABOVE_DECLARED": 0.15},
    "COPIED_NUMBERS": {"EVIDENCE_HIGH": 0.3, "CHECK_ABOVE_DECLARED": 0.2},
    "BREAK_DOWN": {"EVIDENCE_HIGH": 0.4, "CHECK_ABOVE_DECLARED": 0.3},
    "HIGH_SEASON_BELOW": {"EVIDENCE_HIGH": 0.4, "CHECK_ABOVE_DECLARED": 0.5},
}


def calibrated(raw: Numbers) -> Numbers:
    """Raw p-values of the traces, (F, traces), made uniform for honest houses."""
    curves = learned().honest
    columns = [
        even_out(raw[:, at], curves[trace]) if trace in curves else raw[:, at]
        for at, trace in enumerate(TRACES)
    ]
    return np.column_stack(columns)


def log_odds(p: Numbers) -> Numbers:
    """Log likelihood ratio of kinds against honesty, (F, traces) -> (F, kinds); NaN p = unseen."""
    shows = learned().shows
    xi = np.array(
        [
            [{**shows.get(kind, {}), **OUTSIDE.get(kind, {})}.get(trace, 1.0) for trace in TRACES]
            for kind in KINDS
        ]
    )
    log_p = np.log(np.where(np.isnan(p), 1.0, p))
    seen = (~np.isnan(p)).astype(float)
    ratio: Numbers = seen @ np.log(xi).T + log_p @ (xi - 1.0).T
    return ratio


def weigh(p: Numbers, possible: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Weights of the kinds (F, kinds), each row summing to one, and the log Bayes factor (F,).

    ``possible`` (F, kinds) is False where a kind cannot be: no empty night, no night at a cap.
    """
    joint = log_odds(p) + np.log([PRIOR[kind] for kind in KINDS])
    joint = np.where(possible, joint, -700.0)
    top = joint.max(axis=1, keepdims=True)
    mass = np.exp(joint - top)
    total = mass.sum(axis=1, keepdims=True)
    return mass / total, (top + np.log(total))[:, 0]


def posterior(log_bayes: Numbers, base_rate: float) -> Numbers:
    """Probability of hiding, (F,), from the log Bayes factor and the base rate pi."""
    odds = log_bayes + np.log(base_rate) - np.log1p(-base_rate)
    chance: Numbers = 1.0 / (1.0 + np.exp(-np.clip(odds, -700, 700)))
    return chance
