"""Judge one peer group: traces, figures, odds and kinds of hiding, hidden nights, limits."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from anomaly import hidden_total, null_curve, together
from anomaly.calendar import Calendar
from anomaly.explain import TRACES, Belief, explain
from anomaly.features import as_table, describe
from anomaly.fit import Fit, fit
from anomaly.model import Opinion, model, opinion
from anomaly.nights import evidence_of_nights
from anomaly.outside import Checks, Evidence
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.readings import told_by_kind
from anomaly.reasons import KINDS, Reason
from anomaly.traces import TESTS, Group, Trace
from anomaly.traces.outside_looks import check_above, evidence_high

Numbers = NDArray[np.float64]

GROUP_WORTH = 100.0  # houses' worth of belief that a group hides as often as the rest
#: By judgement: log odds taken off everyone before visits are ordered. Many who stand out a
#: little must not go before one who stands out far; on development seeds of four sources by others
#: visits to 5 % of the houses found .73 of what they could with it, .71 without or with twice it.
DOUBT = 1.0


@dataclass(frozen=True)
class Verdict:
    """What is found for the F facilities of a group over T nights.

    ``hidden`` and ``night_evidence`` are (F, T); ``sizes`` (F, Q) and ``room`` as in
    ``anomaly.hidden_total``; ``log_odds`` and ``score``: see ``anomaly.result.FacilityRows``.
    """

    fit: Fit
    judged: NDArray[np.bool_]
    probability: Numbers
    log_odds: Numbers
    p_value: Numbers
    sizes: Numbers
    room: hidden_total.Room
    gap: Numbers
    gap_low: Numbers
    gap_high: Numbers
    score: Numbers
    hidden: Numbers
    night_evidence: Numbers
    reasons: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True)
class Look:
    """A group with its traces (in the order of ``TRACES``) and figures, before it is judged."""

    group: Group
    traces: tuple[Trace, ...]
    figures: dict[str, Numbers]


def look(
    panel: Panel,
    calendar: Calendar,
    evidence: Evidence | None,
    checks: Checks | None,
    usual: Mapping[str, float],
) -> Look:
    """Fit one peer group and describe its houses; nothing outside it is looked at.

    ``usual``: spread of figures among houses of a group, as learned.
    """
    group = Group(panel, fit(panel, calendar), calendar)
    found = {trace.code: trace for trace in (test(group) for test in TESTS)}
    told = told_by_kind(group, evidence)
    for trace in (evidence_high(group, told), check_above(group, checks)):
        found[trace.code] = trace
    traces = tuple(found[code] for code in TRACES)
    return Look(group, traces, describe(group, traces, told, checks, usual))


def judge(
    panel: Panel,
    calendar: Calendar,
    params: ScanParams,
    base_rate: float,
    evidence: Evidence | None,
    checks: Checks | None,
) -> Verdict:
    """Judge one peer group; nothing outside it is looked at."""
    seen = look(panel, calendar, evidence, checks, model().usual)
    fitted = seen.group.fit
    filed = fitted.judged.sum(axis=1)
    # where nobody declares a guest there is nothing to compare with
    enough = (filed >= params.min_nights) & bool(np.nansum(fitted.guests) > 0)
    said = opinion(as_table(seen.figures, model().names))
    curve = null_curve.stratum(fitted.places, filed, seen.figures)
    p_value = null_curve.p_values(said.log_odds, curve, enough)
    odds = np.where(enough, null_curve.log_odds_at(p_value, curve), 0.0)
    jointly = together.chance(seen.figures, enough)
    alone = probability(odds, base_rate, enough)
    chance = np.where(enough, 1 - (1 - alone) * (1 - jointly), 0.0)
    as_learned = expit(said.log_odds + logit(base_rate))
    log_odds = np.where(enough, logit(1 - (1 - as_learned) * (1 - jointly)), np.nan)
    kinds = possible(seen.traces, said)
    room = hidden_total.room(fitted)
    size = hidden_total.expected(said.sizes, room)
    gap = chance * size
    score = np.where(enough, expit(log_odds - DOUBT) * size, 0.0)
    low, high = hidden_total.limits(chance, said.sizes, room, params.interval)
    hidden = by_night(seen, kinds, gap)
    p_value = np.where(enough, p_value, np.nan)
    without_prior = logit(chance) - logit(base_rate)  # minus infinity where not judged
    by_nights = evidence_of_nights(fitted, without_prior, kinds, seen.traces)
    belief = Belief(kinds, said.troubles, hidden, chance, jointly, enough)
    reasons = explain(seen.group, seen.traces, belief, params)
    return Verdict(
        fitted,
        enough,
        chance,
        log_odds,
        p_value,
        said.sizes,
        room,
        gap,
        low,
        high,
        score,
        hidden,
        by_nights,
        reasons,
    )


def probability(log_odds: Numbers, base_rate: float, enough: NDArray[np.bool_]) -> Numbers:
    """Probability of hiding, (F,), with the share that hides in this group learned from it.

    Expectation-maximisation of the share, with a belief worth ``GROUP_WORTH`` houses.
    """
    rate = base_rate
    for _ in range(8):
        chance = expit(log_odds + logit(rate))
        rate = (GROUP_WORTH * base_rate + chance[enough].sum()) / (GROUP_WORTH + enough.sum())
    return np.asarray(expit(log_odds + logit(rate)))


def possible(traces: tuple[Trace, ...], said: Opinion) -> Numbers:
    """Weights of the kinds (F, K) without those whose own sign is not there even once."""
    weights = said.kinds.copy()
    for at, kind in enumerate(KINDS):
        trace = traces[at]
        if kind == "COPIED_NUMBERS":
            weights[:, at] *= trace.numbers["nights_copied"] > 0
        elif kind in ("CAP_AT_X", "EMPTY_NIGHTS_ISOLATED", "EMPTY_NIGHTS_BLOCK"):
            weights[:, at] *= trace.hidden.sum(axis=1) > 0
        elif kind == "EXEMPT_SHARE_HIGH":
            weights[:, at] *= ~np.isnan(trace.p)
    weights[:, 0] += 1e-9  # a lower level is always possible
    total: Numbers = weights / weights.sum(axis=1, keepdims=True)
    return total


def by_night(seen: Look, kinds: Numbers, gap: Numbers) -> Numbers:
    """Spread the expected hidden nights over the nights, (F, T), each kind in its own way."""
    spread = np.zeros_like(seen.traces[0].hidden)
    for at in range(len(KINDS)):
        nights = np.maximum(seen.traces[at].hidden, 0.0)
        total = nights.sum(axis=1)
        spread += (kinds[:, at] / np.maximum(total, 1e-9))[:, None] * nights
    total = spread.sum(axis=1)
    even = seen.group.fit.judged / np.maximum(seen.group.fit.judged.sum(axis=1), 1)[:, None]
    spread = np.where(total[:, None] > 1e-9, spread / np.maximum(total, 1e-9)[:, None], even)
    return np.asarray(gap[:, None] * spread)
