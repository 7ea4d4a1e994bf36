"""What is found in one peer group, made small: it may come from another process."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import Calendar
from anomaly.judge import Verdict, judge
from anomaly.nights import band, night_p
from anomaly.outside import Checks, Evidence
from anomaly.panel import FILED, Panel
from anomaly.params import ScanParams
from anomaly.reasons import Reason

Numbers = NDArray[np.float64]
Short = NDArray[np.float32]


@dataclass(frozen=True)
class Task:
    """One peer group, and all that is looked at to judge it."""

    part: Panel
    calendar: Calendar
    params: ScanParams
    base_rate: float
    evidence: Evidence | None
    checks: Checks | None


@dataclass(frozen=True)
class Nights:
    """Figures of the N filed nights of a group, facility by facility; see ``DayRows``."""

    expected: Short
    low: Short
    high: Short
    low80: Short
    high80: Short
    low95: Short
    high95: Short
    p_value: Short
    hidden: Short


NIGHTLY = tuple(field.name for field in fields(Nights))


@dataclass(frozen=True)
class Found:
    """Figures of the F facilities of a group, (F,) each.

    ``ceiling`` and ``floor``: score and p-value before a voluntary correction upwards, infinite
    and 0 where there was none.
    """

    gap: Numbers
    gap_low: Numbers
    gap_high: Numbers
    score: Numbers
    p_value: Numbers
    probability: Numbers
    log_odds: Numbers
    ceiling: Numbers
    floor: Numbers
    reasons: tuple[tuple[Reason, ...], ...]


def find(task: Task) -> tuple[Found, Nights]:
    """Judge one peer group; nothing outside the task is looked at."""
    verdict = _judge(task, task.part)
    ceiling, floor = _as_first_filed(task)
    found = Found(
        verdict.gap,
        verdict.gap_low,
        verdict.gap_high,
        verdict.score,
        verdict.p_value,
        verdict.probability,
        verdict.log_odds,
        ceiling,
        floor,
        verdict.reasons,
    )
    return found, _nights(task, verdict)


def _judge(task: Task, part: Panel) -> Verdict:
    return judge(part, task.calendar, task.params, task.base_rate, task.evidence, task.checks)


def _as_first_filed(task: Task) -> tuple[Numbers, Numbers]:
    """Scores and p-values before voluntary corrections upwards; infinite and 0 without any."""
    part = task.part
    ceiling, floor = np.full(len(part.facilities), np.inf), np.zeros(len(part.facilities))
    if part.first_guests is None:
        return ceiling, floor
    with np.errstate(invalid="ignore"):
        raised = part.first_guests < part.guests
    corrected = raised.any(axis=1)
    if corrected.any():
        before = replace(
            part,
            first_guests=None,
            **{
                name: np.where(raised, first, getattr(part, name))
                for name in FILED
                if (first := getattr(part, f"first_{name}")) is not None
            },
        )
        verdict = _judge(task, before)
        ceiling[corrected] = verdict.score[corrected]
        floor[corrected] = np.nan_to_num(verdict.p_value)[corrected]
    return ceiling, floor


def _nights(task: Task, verdict: Verdict) -> Nights:
    """Figures of the filed nights; NaN where a night was not judged."""
    fit, filed = verdict.fit, ~np.isnan(task.part.guests)
    known = (verdict.judged[:, None] & fit.judged)[filed]
    bands = [band(fit, coverage) for coverage in (task.params.interval, 0.80, 0.95)]
    sheets = (
        fit.guests_at(fit.own),
        *(side for pair in bands for side in pair),
        night_p(verdict.night_evidence),
    )
    columns = [np.where(known, sheet[filed], np.nan) for sheet in sheets]
    columns.append(verdict.hidden[filed])
    return Nights(*(column.astype(np.float32) for column in columns))
