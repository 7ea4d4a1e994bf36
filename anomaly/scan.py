"""The scan: a panel in, facility rows and day rows out."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from anomaly.base_rate import base_rate
from anomaly.calendar import calendar
from anomaly.crew import Crew, worth_helpers
from anomaly.day_book import DayBook
from anomaly.errors import BadInput
from anomaly.fdr import q_values
from anomaly.found import Found, Nights, Task
from anomaly.outside import Checks, Evidence
from anomaly.panel import Panel
from anomaly.params import ScanParams
from anomaly.peers import Part, peer_groups
from anomaly.portions import Portions, row_of
from anomaly.progress import Progress, silent
from anomaly.readings import PROPORTIONAL, ROOMS_FREE
from anomaly.result import FacilityRows, ScanResult

Numbers = NDArray[np.float64]


def scan(
    panel: Panel,
    params: ScanParams | None = None,
    *,
    evidence: Evidence | None = None,
    checks: Checks | None = None,
    progress: Progress = silent,
    workers: int | None = None,
    crew: Crew | None = None,
    cut: Part | None = None,
) -> ScanResult:
    """Judge every facility of a panel against its own history and its peer group.

    Deterministic; independent of the order of rows; a facility's filings move the figures of its
    peer group only (q-values span all; random checks move the base rate). A voluntary correction
    upwards, told by ``panel.first_guests`` and its like, never raises a score nor lowers a p-value.
    ``progress(done, of)`` is called, by the calling thread, after each group.

    ``workers``: processes that judge, this one included; None is one for each core where there is
    enough to do, and this one alone where there is not. Their number changes no figure. ``crew``:
    helpers that wait already; they are not sent home. ``cut``: the panel holds only some of the
    peer groups of a larger one, which are judged as they would be there; the q-values span these.
    Safe to call from any thread: helpers are started fresh, never forked. Raises ``BadInput`` for
    an empty panel or an unknown country, ``ChildProcessError`` when a helper dies.
    """
    params = params or ScanParams()
    if not len(panel.facilities) or not len(panel.dates):
        raise BadInput("panel.empty")
    panel = _sorted(panel)
    nights = calendar(panel.dates, params.country)
    rate = base_rate(panel, params, checks) if cut is None else cut.rate
    groups = peer_groups(panel.facilities, params.min_peers) if cut is None else cut.groups
    portions = Portions(panel.facilities, evidence, checks)
    largest_first = sorted(range(len(groups)), key=lambda number: -len(groups[number]))

    def tasks() -> Iterator[tuple[int, Task]]:
        for number in largest_first:
            rows = groups[number]
            yield number, Task(panel.take(rows), nights, params, rate, *portions.of(rows))

    book = DayBook(panel)
    found: dict[int, Found] = {}

    def keep(number: int, one: tuple[Found, Nights]) -> None:
        found[number], by_night = one
        book.keep(groups[number], by_night)
        progress(len(found), len(groups))

    if crew is None:
        if workers is None:
            workers = worth_helpers(panel.guests.size)
        with Crew(min(workers, len(groups))) as crew:
            crew.find(tasks(), keep)
    else:
        crew.find(tasks(), keep)
    table, order = _table(panel, groups, [found[number] for number in range(len(groups))])
    days = book.rows(order, table, params)
    return ScanResult(table, days, params, rate, notes_on(panel, evidence, checks))


def _sorted(panel: Panel) -> Panel:
    """The panel by facility; the very same one where it is so already."""
    order = np.argsort(panel.facilities.facility_id, kind="stable")
    return panel if np.all(np.diff(order) == 1) else panel.take(order)


def notes_on(panel: Panel, evidence: Evidence | None, checks: Checks | None) -> tuple[str, ...]:
    """Return what was given and is not used, as codes."""
    ids = panel.facilities.facility_id
    notes = []
    if evidence is not None:
        known = np.isin(evidence.kind, PROPORTIONAL + ROOMS_FREE)
        if np.any(known & (evidence.facility_id == "")):
            notes.append("EVIDENCE_OF_COMMUNITY_NOT_USED")
        notes += [f"EVIDENCE_KIND_NOT_USED:{kind}" for kind in np.unique(evidence.kind[~known])]
        if np.any((row_of(ids, evidence.facility_id) < 0) & (evidence.facility_id != "")):
            notes.append("EVIDENCE_OF_UNKNOWN_FACILITY_NOT_USED")
    if checks is not None and np.any(row_of(ids, checks.facility_id) < 0):
        notes.append("CHECKS_OF_UNKNOWN_FACILITY_NOT_USED")
    return tuple(notes)


def _table(
    panel: Panel, groups: list[NDArray[np.intp]], found: list[Found]
) -> tuple[FacilityRows, NDArray[np.intp]]:
    """Put the groups back together in the order of inspections; and that order."""
    back = np.argsort(np.concatenate(groups), kind="stable")

    def whole(name: str) -> Numbers:
        joined: Numbers = np.concatenate([getattr(one, name) for one in found])[back]
        return joined

    peers = np.concatenate([np.full(len(group), len(group) - 1) for group in groups])[back]
    reasons = [reason for one in found for reason in one.reasons]
    filed = ~np.isnan(panel.guests)
    declared = np.nansum(panel.guests, axis=1)
    gap, low, high = whole("gap"), whole("gap_low"), whole("gap_high")
    score = np.minimum(whole("score"), whole("ceiling"))
    p = np.maximum(whole("p_value"), whole("floor"))
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
        whole("log_odds")[order],
        peers[order],
        tuple(reasons[back[row]] for row in order),
    )
    return table, order
