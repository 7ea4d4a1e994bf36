"""The figures of the benchmark: what an answer is worth, given the truth."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from anomaly.fdr import q_values
from benchmarks.detector.methods.answer import Answer
from benchmarks.detector.panels.case import Case

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

MISSES = 0.10  # of 90 % limits
FDR = 0.10
HALF = 0.5  # guests: nights are whole numbers, limits may be rounded
#: Name → what is better (up, down, near or zero: to the ideal; limit: not above), ideal, words.
FIGURES: dict[str, tuple[str, float, str]] = {
    "ap": ("up", 1.0, "average precision of guilt, by the method's own measure of guilt"),
    "ap_p": ("up", 1.0, "average precision of guilt, by p-value"),
    "p5": ("up", 1.0, "precision among the 5 % most suspicious"),
    "nights5": ("up", 1.0, "hidden nights found by visits to 5 %, share of an oracle's"),
    "nights10": ("up", 1.0, "hidden nights found by visits to 10 %, share of an oracle's"),
    "interval": ("down", 0.0, "interval score of 90 % limits over true nights, all"),
    "interval_hiders": ("down", 0.0, "the same among those who hide"),
    "cover_hiders": ("near", 0.9, "90 % limits that hold the truth, among those who hide"),
    "cover_honest": ("near", 0.9, "the same among the honest (may be higher)"),
    "total": ("zero", 0.0, "total gap: relative error, signed"),
    "total_abs": ("down", 0.0, "total gap: relative error, size"),
    "total_clipped": ("zero", 0.0, "the same error if gaps below zero are cut off"),
    "fdr": ("limit", 0.1, "false ones among those with q <= .10"),
    "power": ("up", 1.0, "share of those who hide with q <= .10"),
    "day_ap": ("up", 1.0, "average precision of nights, by the method's own measure"),
    "day_ap_p": ("up", 1.0, "average precision of nights, by p-value"),
    "honest_ks": ("down", 0.0, "all-honest panels: Kolmogorov-Smirnov distance of p from uniform"),
    "honest_p05": ("near", 0.05, "all-honest panels: share with p < .05"),
    "honest_total": ("down", 0.0, "all-honest panels: total gap over declared nights"),
    "seconds": ("down", 0.0, "seconds for a panel"),
}


def figures(case: Case, answer: Answer, seconds: float) -> dict[str, float]:
    """All figures of ``FIGURES`` that the case and the answer allow."""
    out = {"seconds": answer.seconds if answer.seconds is not None else seconds}
    if not case.guilty.any():
        return out | _honest(case, answer)
    out |= _order(case, answer) | _limits(case, answer) | _nights(case, answer)
    if answer.gap is not None:
        gap, true = np.nan_to_num(answer.gap), case.hidden.sum()
        out["total"] = float(gap.sum() / true - 1)
        out["total_abs"] = abs(out["total"])
        out["total_clipped"] = float(np.maximum(gap, 0.0).sum() / true - 1)
    if answer.p is not None:
        flagged = (
            np.nan_to_num(answer.q if answer.q is not None else q_values(answer.p), nan=1) <= FDR
        )
        out["fdr"] = float((flagged & ~case.guilty).sum() / max(flagged.sum(), 1))
        out["power"] = float(flagged[case.guilty].mean())
    return out


def by_kind(case: Case, answer: Answer) -> dict[str, float]:
    """Average precision of each kind of hiding against the honest."""
    found = {}
    for kind in np.unique(case.kind[case.guilty]):
        these = (case.kind == kind) | ~case.guilty
        found[str(kind)] = average_precision(case.guilty[these], answer.guilt[these])
    return found


def _honest(case: Case, answer: Answer) -> dict[str, float]:
    out = {}
    if answer.p is not None:
        p = answer.p[~np.isnan(answer.p)]
        out = {"honest_ks": ks_distance(p), "honest_p05": float(np.mean(p < 0.05))}
    if answer.low is not None and answer.high is not None:
        true = case.true_nights
        out["cover_honest"] = float(np.mean(inside(true, answer.low, answer.high)))
        out["interval"] = float(interval_scores(true, answer.low, answer.high).sum() / true.sum())
    if answer.gap is not None:
        out["honest_total"] = float(abs(np.nansum(answer.gap)) / case.declared_nights.sum())
    return out


def _order(case: Case, answer: Answer) -> dict[str, float]:
    hidden = case.hidden.sum(axis=1)
    out = {
        "ap": average_precision(case.guilty, answer.guilt),
        "p5": precision_at(case.guilty, answer.guilt, 0.05),
        "nights5": recovered(hidden, answer.visits, 0.05),
        "nights10": recovered(hidden, answer.visits, 0.10),
    }
    if answer.p is not None:
        out["ap_p"] = average_precision(case.guilty, -answer.p)
    return out


def _limits(case: Case, answer: Answer) -> dict[str, float]:
    if answer.low is None or answer.high is None:
        return {}
    true, guilty = case.true_nights, case.guilty
    scores = interval_scores(true, answer.low, answer.high)
    held = inside(true, answer.low, answer.high)
    return {
        "interval": float(scores.sum() / true.sum()),
        "interval_hiders": float(scores[guilty].sum() / true[guilty].sum()),
        "cover_hiders": float(held[guilty].mean()),
        "cover_honest": float(held[~guilty].mean()) if (~guilty).any() else float("nan"),
    }


def _nights(case: Case, answer: Answer) -> dict[str, float]:
    wrong = (case.hidden >= HALF)[case.filed]
    out = {}
    if answer.day_score is not None:
        out["day_ap"] = average_precision(wrong, answer.day_score[case.filed])
    if answer.day_p is not None:
        out["day_ap_p"] = average_precision(wrong, -answer.day_p[case.filed])
    return out


def average_precision(true: Flags, score: Numbers) -> float:
    """Sum over steps of (recall gained) x precision, highest score first; NaN scores come last.

    Equal scores are one step, so the order of rows cannot matter (the usual definition, as in
    scikit-learn's ``average_precision_score``).
    """
    score = np.nan_to_num(score, nan=-np.inf)
    order = np.argsort(-score, kind="stable")
    last = np.append(score[order][1:] != score[order][:-1], True)  # of each run of equal scores
    hits, count = np.cumsum(true[order])[last], (np.arange(len(score)) + 1)[last]
    gained = np.diff(np.concatenate([[0], hits])) / max(true.sum(), 1)
    return float((gained * hits / count).sum())


def precision_at(true: Flags, score: Numbers, share: float) -> float:
    """Share of true ones among the top ``share`` (at least one), ties in the order of rows."""
    top = _top(score, share)
    return float(true[top].mean())


def recovered(hidden: Numbers, visits: Numbers, share: float) -> float:
    """Hidden nights at the first ``share`` to be visited, over the most that many could hold."""
    best = hidden[_top(hidden, share)].sum()
    return float(hidden[_top(visits, share)].sum() / best) if best > 0 else float("nan")


def _top(score: Numbers, share: float) -> NDArray[np.intp]:
    count = max(round(share * len(score)), 1)
    return np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable")[:count]


def interval_scores(true: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Width plus 2/alpha times what lies outside (Gneiting & Raftery 2007, eq. 43), (F,).

    A method that judges nothing (NaN) says that the declared is all: a point where the other limit
    is, or nothing at all, counted as [0, 0].
    """
    low, high = np.nan_to_num(low), np.nan_to_num(high)
    below, above = np.maximum(low - true, 0.0), np.maximum(true - high, 0.0)
    scores: Numbers = (high - low) + 2 / MISSES * (below + above)
    return scores


def inside(true: Numbers, low: Numbers, high: Numbers) -> Flags:
    """Whether the limits hold the truth, half a guest given."""
    held: Flags = (low - HALF <= true) & (true <= high + HALF)
    return held


def ks_distance(p: Numbers) -> float:
    """Largest distance between the shares of p-values and the uniform line."""
    if not len(p):
        return float("nan")
    ordered, steps = np.sort(p), np.arange(len(p) + 1) / len(p)
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def loss(name: str, value: float) -> float:
    """How far a figure is from what it should be; a rate under its limit is none."""
    direction, ideal, _ = FIGURES[name]
    if direction == "limit":
        return max(value - ideal, 0.0)
    if name == "cover_honest":
        return max(ideal - value, 0.0)
    return abs(value - ideal)


def summary(runs: list[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Mean and spread (standard deviation) over seeds of every figure met."""
    names = [name for name in FIGURES if any(name in run for run in runs)]
    out = {}
    for name in names:
        values = np.array([run[name] for run in runs if name in run], dtype=float)
        values = values[~np.isnan(values)]
        if len(values):
            spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
            out[name] = {"mean": float(values.mean()), "spread": spread, "count": len(values)}
    return out
