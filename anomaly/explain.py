"""Reasons of the houses of a group: what fits, with which numbers, on which nights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.learned import even_out, learned
from anomaly.params import ScanParams
from anomaly.reasons import HONEST, KINDS, NO_P, SUPPORT, Reason
from anomaly.traces import Group, Trace

Numbers = NDArray[np.float64]

TRACES: tuple[str, ...] = KINDS + SUPPORT
LEAST_WEIGHT = 0.05
NO_CHANCE = 0.001  # p-value from which a trace is told whatever weighs more
TOGETHER = 0.1  # chance that a group hides as one from which its houses are told
CLEAR = 0.05  # p-value from which a supporting trace is told


@dataclass(frozen=True)
class Belief:
    """What is believed of the houses of a group.

    ``kinds`` (F, K) and ``troubles`` (F, H + 1) as in ``anomaly.model.Opinion`` · ``hidden``
    (F, T): expected hidden guests · ``chance`` (F,): of hiding at all · ``jointly``: of the group
    hiding as one · ``enough`` (F,): judged.
    """

    kinds: Numbers
    troubles: Numbers
    hidden: Numbers
    chance: Numbers
    jointly: float
    enough: NDArray[np.bool_]


def explain(
    group: Group, traces: Sequence[Trace], belief: Belief, params: ScanParams
) -> tuple[tuple[Reason, ...], ...]:
    """Tell the reasons of each house; an unremarkable one has none but remarks."""
    kinds, troubles, hidden = belief.kinds, belief.troubles, belief.hidden
    chance, enough = belief.chance, belief.enough
    told = [list(_remarks(row, group, bool(enough[row]))) for row in range(len(chance))]
    p = calibrated(np.array([trace.p for trace in traces]).T)
    together = []
    if belief.jointly >= TOGETHER:
        numbers = {"chance": round(belief.jointly, 4), "houses": float(enough.sum())}
        together = [Reason("GROUP_AS_ONE", 0.0, NO_P, numbers)]
    for row in np.flatnonzero(enough & (chance >= params.base_rate)).tolist():
        order = _told(kinds[row], p[row], params.max_reasons)
        share = kinds[row, order] / kinds[row, order].sum()
        found = [
            _reason(row, group, traces[at], float(weight), p[row, at], hidden, params)
            for at, weight in zip(order, share, strict=True)
        ]
        found += [
            _reason(row, group, traces[at], 0.0, p[row, at], hidden, params)
            for at in range(len(KINDS), len(traces))
            if p[row, at] < CLEAR
        ]
        found += _honest(troubles[row] * (1 - chance[row])) + together
        told[row] = found + told[row]
    return tuple(tuple(reasons) for reasons in told)


def _told(weights: Numbers, p: Numbers, most: int) -> NDArray[np.intp]:
    """Kinds to tell, heaviest first; one whose own trace is no chance is told in any case."""
    order = np.argsort(-weights, kind="stable")
    heavy = order[weights[order] >= min(LEAST_WEIGHT, weights[order[0]])][:most]
    sure = [at for at in order if p[at] < NO_CHANCE and weights[at] > 0 and at not in heavy]
    sure = sure[: most - 1]
    return np.concatenate([heavy[: most - len(sure)], np.array(sure, dtype=np.intp)])


def calibrated(raw: Numbers) -> Numbers:
    """Raw p-values of the traces, (F, traces), made uniform for honest houses."""
    curves = learned()
    columns = [
        even_out(raw[:, at], curves[trace]) if trace in curves else raw[:, at]
        for at, trace in enumerate(TRACES)
    ]
    return np.column_stack(columns)


def _reason(
    row: int,
    group: Group,
    trace: Trace,
    weight: float,
    p: float,
    hidden: Numbers,
    params: ScanParams,
) -> Reason:
    numbers = {
        name: round(float(np.nan_to_num(values[row])), 4) for name, values in trace.numbers.items()
    }
    share = np.where(trace.hidden[row] > 0, hidden[row], 0.0)
    top = np.argsort(-share, kind="stable")[: params.top_nights]
    nights = tuple(str(group.panel.dates[at]) for at in top if share[at] > 0)
    told = NO_P if np.isnan(p) else float(p)
    return Reason(trace.code, round(weight, 4), told, numbers, nights)


def _honest(chances: Numbers) -> list[Reason]:
    """Honest explanations (the first of ``chances`` is of none in particular), likeliest first."""
    order = np.argsort(-chances[1:], kind="stable")
    return [
        Reason(HONEST[at], round(float(chances[1 + at]), 4), NO_P, {})
        for at in order
        if chances[1 + at] >= LEAST_WEIGHT
    ]


def _remarks(row: int, group: Group, enough: bool) -> list[Reason]:
    said = []
    guests, places = group.panel.guests[row], group.fit.places[row]
    if not enough:
        filed = float(np.sum(~np.isnan(guests)))
        said.append(Reason("TOO_FEW_NIGHTS", 0.0, NO_P, {"filed": filed}))
    over = np.flatnonzero(guests > 3.0 * places)
    if len(over):
        said.append(
            Reason(
                "NIGHTS_ABOVE_PLACES",
                0.0,
                NO_P,
                {"places": float(places), "nights": float(len(over))},
                tuple(str(group.panel.dates[at]) for at in over[:5]),
            )
        )
    if len(group.panel.facilities) == 1:
        said.append(Reason("NO_PEERS", 0.0, NO_P, {}))
    return said
