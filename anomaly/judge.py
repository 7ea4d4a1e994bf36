"""Judge one peer group: traces, odds of the kinds, hidden nights, limits, reasons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import Calendar
from anomaly.evidence_weights import TRACES, calibrated, posterior, weigh
from anomaly.fit import Fit, fit
from anomaly.hidden_total import limits
from anomaly.null_curve import combine, p_values, stratum
from anomaly.outside import Checks, Evidence
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.reasons import KINDS, Reason
from anomaly.traces import TESTS, Group, Trace
from anomaly.traces.outside_looks import check_above, evidence_high

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """What is found for the F facilities of a group over T nights.

    ``hidden`` is (F, T); ``raw`` the traces' p-values as tested, (F, traces).
    """

    fit: Fit
    judged: NDArray[np.bool_]
    raw: Numbers
    probability: Numbers
    log_bayes: Numbers
    which_curve: NDArray[np.intp]
    p_value: Numbers
    gap: Numbers
    gap_low: Numbers
    gap_high: Numbers
    hidden: Numbers
    reasons: tuple[tuple[Reason, ...], ...]


def judge(
    panel: Panel,
    calendar: Calendar,
    params: ScanParams,
    base_rate: float,
    evidence: Evidence | None,
    checks: Checks | None,
) -> Verdict:
    """Judge one peer group; nothing outside it is looked at."""
    fitted = fit(panel, calendar)
    group = Group(panel, fitted, calendar)
    found = {trace.code: trace for trace in (test(group) for test in TESTS)}
    for trace in (evidence_high(group, evidence), check_above(group, checks)):
        found[trace.code] = trace
    traces = [found[code] for code in TRACES]
    enough = fitted.judged.sum(axis=1) >= params.min_nights
    raw = np.array([trace.p for trace in traces]).T
    p = np.where(enough[:, None], calibrated(raw), np.nan)
    possible = np.array([_possible(found[kind]) for kind in KINDS]).T
    weights, log_bayes = weigh(p, possible)
    log_bayes = np.where(enough, log_bayes, 0.0)
    chance = np.where(enough, posterior(log_bayes, base_rate), 0.0)
    means, errors, hidden = _hidden(traces, weights, chance, p)
    gap = hidden.sum(axis=1)
    low, high = limits(chance, weights, means, errors, params.interval)
    own = p.copy()
    own[:, -2:] = np.nan  # evidence and checks have uniform p-values of their own
    alone = np.full(len(chance), len(chance) - 1.0)
    curve = stratum(fitted.places, fitted.judged.sum(axis=1), alone)
    own_bayes = weigh(own, possible)[1]
    parts = np.column_stack([p_values(own_bayes, curve), p[:, -2:]])
    p_value = np.where(enough, combine(parts), np.nan)
    reasons = tuple(
        _reasons(
            row,
            traces,
            weights[row],
            p,
            hidden,
            chance[row],
            panel,
            fitted,
            params,
            bool(enough[row]),
        )
        for row in range(len(chance))
    )
    return Verdict(
        fitted, enough, raw, chance, own_bayes, curve, p_value, gap, low, high, hidden, reasons
    )


def _possible(trace: Trace) -> NDArray[np.bool_]:
    """Whether a house can hide in this way at all, (F,): its own sign is there at least once."""
    if trace.code == "COPIED_NUMBERS":
        return np.asarray(trace.numbers["nights_copied"] > 0)
    if trace.code in ("CAP_AT_X", "EMPTY_NIGHTS_ISOLATED", "EMPTY_NIGHTS_BLOCK"):
        return np.asarray(trace.hidden.sum(axis=1) > 0)
    return ~np.isnan(trace.p) | (trace.code == "LEVEL_BELOW_PEERS")


def _hidden(
    traces: list[Trace], weights: Numbers, chance: Numbers, p: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Hidden nights by kind, (F, K) with errors, and expected by night, (F, T).

    Where outsiders' readings or a visit tell how much is hidden, the kinds that hide on every
    night take their word.
    """
    by_code = {trace.code: trace for trace in traces}
    every_night = ("LEVEL_BELOW_PEERS", "ROUNDED", "SCATTER_HIGH", "COPIED_NUMBERS")
    told = {
        code: ~np.isnan(p[:, TRACES.index(code)])
        for code in ("EVIDENCE_HIGH", "CHECK_ABOVE_DECLARED")
    }
    count = len(chance)
    means, errors = np.zeros((count, len(KINDS))), np.zeros((count, len(KINDS)))
    hidden = np.zeros_like(traces[0].hidden)
    for number, kind in enumerate(KINDS):
        nights, blur = by_code[kind].hidden, by_code[kind].blur
        if kind in every_night:
            for code, known in told.items():
                nights = np.where(known[:, None], by_code[code].hidden, nights)
                blur = np.where(known, by_code[code].blur, blur)
        means[:, number] = nights.sum(axis=1)
        errors[:, number] = blur * np.abs(means[:, number]) + 0.5
        hidden += (chance * weights[:, number])[:, None] * nights
    return means, errors, hidden


def _reasons(
    row: int,
    traces: list[Trace],
    weights: Numbers,
    p: Numbers,
    hidden: Numbers,
    chance: float,
    panel: Panel,
    fitted: Fit,
    params: ScanParams,
    enough: bool,
) -> tuple[Reason, ...]:
    """Reasons of one facility; an unremarkable one has none but remarks."""
    remarks = list(_remarks(row, panel, fitted, enough))
    if not enough or chance < params.base_rate:
        return tuple(remarks)
    order = np.argsort(-weights, kind="stable")[: params.max_reasons]
    order = order[weights[order] >= 0.05] if np.any(weights[order] >= 0.05) else order[:1]
    share = weights[order] / weights[order].sum()
    told = [
        _reason(row, traces[at], float(weight), p[row, at], panel, hidden, params)
        for at, weight in zip(order, share, strict=True)
    ]
    for at in range(len(KINDS), len(TRACES)):
        if p[row, at] < 0.05:
            told.append(_reason(row, traces[at], 0.0, p[row, at], panel, hidden, params))
    return tuple(told + remarks)


def _reason(
    row: int,
    trace: Trace,
    weight: float,
    p: float,
    panel: Panel,
    hidden: Numbers,
    params: ScanParams,
) -> Reason:
    numbers = {
        name: round(float(np.nan_to_num(values[row])), 4) for name, values in trace.numbers.items()
    }
    share = np.where(trace.hidden[row] > 0, hidden[row], 0.0)
    top = np.argsort(-share, kind="stable")[: params.top_nights]
    nights = tuple(str(panel.dates[at]) for at in top if share[at] > 0)
    return Reason(trace.code, round(weight, 4), float(p), numbers, nights)


def _remarks(row: int, panel: Panel, fitted: Fit, enough: bool) -> list[Reason]:
    said = []
    filed = float(np.sum(~np.isnan(panel.guests[row])))
    if not enough:
        said.append(Reason("TOO_FEW_NIGHTS", 0.0, float("nan"), {"filed": filed}))
    over = np.flatnonzero(panel.guests[row] > 3.0 * fitted.places[row])
    if len(over):
        said.append(
            Reason(
                "NIGHTS_ABOVE_PLACES",
                0.0,
                float("nan"),
                {"places": float(fitted.places[row]), "nights": float(len(over))},
                tuple(str(panel.dates[at]) for at in over[:5]),
            )
        )
    if len(panel.facilities) == 1:
        said.append(Reason("NO_PEERS", 0.0, float("nan"), {}))
    return said
