"""The scan: a panel in, facility rows and day rows out."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anomaly.base_rate import base_rate
from anomaly.calendar import Calendar, calendar
from anomaly.errors import BadInput
from anomaly.fdr import q_values
from anomaly.judge import Verdict, judge
from anomaly.nights import band, night_p
from anomaly.outside import Checks, Evidence
from anomaly.panel import FILED, Panel
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.progress import Progress, silent
from anomaly.result import DayRows, FacilityRows, ScanResult
from anomaly.traces.outside_looks import PROPORTIONAL, ROOMS_FREE

Numbers = NDArray[np.float64]


def scan(
    panel: Panel,
    params: ScanParams | None = None,
    *,
    evidence: Evidence | None = None,
    checks: Checks | None = None,
    progress: Progress = silent,
) -> ScanResult:
    """Judge every facility of a panel against its own history and its peer group.

    Deterministic; independent of the order of rows; a facility's filings move the figures of its
    peer group only (q-values span all; random checks move the base rate). A voluntary correction
    upwards, told by ``panel.first_guests`` and its like, never raises a score nor lowers a p-value.
    ``progress(done, of)`` is called after each group. Raises ``BadInput`` for an empty panel or an
    unknown country.
    """
    params = params or ScanParams()
    if not len(panel.facilities) or not len(panel.dates):
        raise BadInput("panel.empty")
    panel = panel.take(np.argsort(panel.facilities.facility_id, kind="stable"))
    nights = calendar(panel.dates, params.country)
    rate = base_rate(panel, params, checks)
    groups = peer_groups(panel.facilities, params.min_peers)
    verdicts: list[Verdict] = []
    ceilings = np.full(len(panel.facilities), np.inf)
    floors = np.zeros(len(panel.facilities))
    for number, rows in enumerate(groups):
        part = panel.take(rows)
        verdicts.append(judge(part, nights, params, rate, evidence, checks))
        ceilings[rows], floors[rows] = _as_first_filed(part, nights, params, rate, evidence, checks)
        progress(number + 1, len(groups))
    return _gather(
        panel, groups, verdicts, ceilings, floors, params, rate, _notes(panel, evidence, checks)
    )


def _as_first_filed(
    part: Panel,
    nights: Calendar,
    params: ScanParams,
    rate: float,
    evidence: Evidence | None,
    checks: Checks | None,
) -> tuple[Numbers, Numbers]:
    """Scores and p-values before voluntary corrections upwards; infinite and 0 without any."""
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
        verdict = judge(before, nights, params, rate, evidence, checks)
        ceiling[corrected] = np.maximum(verdict.gap, 0.0)[corrected]
        floor[corrected] = np.nan_to_num(verdict.p_value)[corrected]
    return ceiling, floor


def _notes(panel: Panel, evidence: Evidence | None, checks: Checks | None) -> tuple[str, ...]:
    """What was given and is not used, as codes."""
    notes = []
    if evidence is not None:
        known = np.isin(evidence.kind, PROPORTIONAL + ROOMS_FREE)
        if np.any(known & (evidence.facility_id == "")):
            notes.append("EVIDENCE_OF_COMMUNITY_NOT_USED")
        notes += [f"EVIDENCE_KIND_NOT_USED:{kind}" for kind in np.unique(evidence.kind[~known])]
        named = evidence.facility_id[evidence.facility_id != ""]
        if np.any(~np.isin(named, panel.facilities.facility_id)):
            notes.append("EVIDENCE_OF_UNKNOWN_FACILITY_NOT_USED")
    if checks is not None and np.any(~np.isin(checks.facility_id, panel.facilities.facility_id)):
        notes.append("CHECKS_OF_UNKNOWN_FACILITY_NOT_USED")
    return tuple(notes)


def _gather(
    panel: Panel,
    groups: list[NDArray[np.intp]],
    verdicts: list[Verdict],
    ceilings: Numbers,
    floors: Numbers,
    params: ScanParams,
    rate: float,
    notes: tuple[str, ...],
) -> ScanResult:
    """Put the groups' verdicts back together, in the order of inspections."""
    rows = np.concatenate(groups)
    back = np.argsort(rows, kind="stable")

    def whole(name: str) -> Numbers:
        joined: Numbers = np.concatenate([getattr(verdict, name) for verdict in verdicts])[back]
        return joined

    peers = np.concatenate([np.full(len(group), len(group) - 1) for group in groups])[back]
    reasons = [reason for verdict in verdicts for reason in verdict.reasons]
    filed = ~np.isnan(panel.guests)
    declared = np.where(filed, panel.guests, 0.0).sum(axis=1)
    gap, low, high = whole("gap"), whole("gap_low"), whole("gap_high")
    score = np.minimum(np.maximum(gap, 0.0), ceilings)
    p = np.maximum(whole("p_value"), floors)
    order = np.lexsort((panel.facilities.facility_id, -score))
    some = filed.any(axis=1)
    first, last = filed.argmax(axis=1), filed.shape[1] - 1 - filed[:, ::-1].argmax(axis=1)
    never = np.datetime64("NaT", "D")
    table = FacilityRows(
        panel.facilities.facility_id[order],
        np.where(some, panel.dates[first], never)[order],
        np.where(some, panel.dates[last], never)[order],
        filed.sum(axis=1)[order],
        declared[order],
        (declared + gap)[order],
        (declared + low)[order],
        (declared + high)[order],
        gap[order],
        low[order],
        high[order],
        p[order],
        q_values(p)[order],
        score[order],
        whole("probability")[order],
        peers[order],
        tuple(reasons[back[row]] for row in order),
    )
    days = _days(panel, groups, verdicts, order, table, params)
    return ScanResult(table, days, params, rate, notes)


def _days(
    panel: Panel,
    groups: list[NDArray[np.intp]],
    verdicts: list[Verdict],
    order: NDArray[np.intp],
    table: FacilityRows,
    params: ScanParams,
) -> DayRows:
    """Day rows in long form, single precision inside to keep memory modest."""
    shape = panel.guests.shape
    names = ("expected", "low", "high", "low80", "high80", "low95", "high95", "p_value", "hidden")
    sheets = {name: np.full(shape, np.nan, dtype=np.float32) for name in names}
    place = np.empty(shape[0], dtype=np.intp)
    place[order] = np.arange(shape[0])
    for rows, verdict in zip(groups, verdicts, strict=True):
        at = place[rows]
        fit, known = verdict.fit, verdict.judged[:, None] & verdict.fit.judged
        bands = [band(fit, coverage) for coverage in (params.interval, 0.80, 0.95)]
        values = (fit.guests_at(fit.own), *(side for pair in bands for side in pair), night_p(fit))
        for name, value in zip(names, values, strict=False):
            sheets[name][at] = np.where(known, value, np.nan)
        sheets["hidden"][at] = verdict.hidden
    facility, night = np.nonzero(~np.isnan(panel.guests[order]))
    flat = {name: sheet[facility, night].astype(float) for name, sheet in sheets.items()}
    with np.errstate(invalid="ignore"):
        guilty = table.q_value <= params.fdr
        flag = guilty[facility] & (flat["hidden"] >= np.maximum(0.5, 0.05 * flat["expected"]))
    return DayRows(
        facility, panel.dates[night], panel.guests[order][facility, night], flag=flag, **flat
    )
