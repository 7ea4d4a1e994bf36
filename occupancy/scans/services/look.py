"""Asking the detector: reads and computes, writes nothing, so that no filing has to wait for it.

A peer group is judged by itself. What an earlier run said of a group that has not changed since
is taken over; only what all groups together decide (q-values) is worked out anew.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

import anomaly
from anomaly.base_rate import base_rate
from anomaly.params import ScanParams
from anomaly.peers import Part, peer_groups
from anomaly.scan import notes_on, scan
from occupancy import __version__
from occupancy.errors import Refusal
from occupancy.evidence.commands import PastCheck
from occupancy.scans import queries, rules
from occupancy.scans.queries import Intake, digests
from occupancy.scans.rules import FlagParams
from occupancy.scans.services import answers
from occupancy.scans.services.answers import Answer

Rows = NDArray[np.intp]
#: Told of the work: the stage's code, what is done and of how much.
Progress = Callable[[str, int, int], None]


class NothingToScan(Refusal):
    """No facility filed a night in the window."""

    code = "scan.nothing_filed"
    status = 409


@dataclass(frozen=True)
class Findings:
    """An answered question, not yet kept; ``answer`` is None when it was answered before.

    ``groups``: the digest of each peer group; ``judged``: how many of them were judged anew.
    """

    first: date
    last: date
    window_from: date
    input_digest: str
    params: dict[str, Any]
    code_version: str
    flags_by: FlagParams
    intake: Intake
    answer: Answer | None
    groups: tuple[str, ...]
    judged: int
    seconds: float

    @property
    def params_digest(self) -> str:
        """Return the digest of everything a reader needs besides input and code."""
        return rules.digest(self.params)


@dataclass(frozen=True)
class _Question:
    """What the groups are judged on, and by what."""

    asked: Intake
    detector: ScanParams
    window: tuple[date, date]
    first: date
    groups: list[Rows]
    digests: list[str]
    rate: float


def silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


def nights_to_look_at(session: Session, last: date, by: FlagParams | None = None) -> date:
    """Return the first night whose band a scan of ``last`` keeps.

    The first scan ever keeps many nights for the charts; each later one looks at the newest ten
    again, since figures are free until the next noon and corrections come late.
    """
    by = by or FlagParams()
    before = queries.newest_before(session, last)
    return last - timedelta(days=(by.again_bands if before else by.first_bands) - 1)


def look(
    session: Session,
    *,
    first: date,
    last: date,
    detector: ScanParams | None = None,
    by: FlagParams | None = None,
    visits: Collection[PastCheck] = (),
    afresh: bool = False,
    progress: Progress = silent,
) -> Findings:
    """Ask the detector about the window that ends on ``last``; bands are wanted from ``first`` on.

    ``visits`` are what our own inspectors counted; ``afresh`` takes nothing over. Raises
    ``NothingToScan`` when no night of the window was filed. Digests make the answer repeatable: the
    same input, parameters and code as the newest run of ``last`` with the bands it already has is
    not computed again.
    """
    began = time.perf_counter()
    detector, by = detector or ScanParams(), by or FlagParams()
    window_from = last - timedelta(days=by.window - 1)
    first = max(min(first, last), window_from)
    progress("reading", 0, 1)
    asked = queries.intake(session, window_from, last, visits)
    if not asked.filed:
        raise NothingToScan(first=window_from, last=last)
    params = {"detector": asdict(detector), "flags": asdict(by), "libraries": libraries()}
    digest, code = asked.digest(), code_version()
    known = queries.newest_of(session, last)
    answered = (
        known is not None
        and known.bands_from <= first
        and (known.input_digest, known.params_digest, known.code_version)
        == (digest, rules.digest(params), code)
    )
    question = _question(asked, detector, (window_from, last), first, params, code)
    answer, judged = None, 0
    if afresh or not answered:
        answer, judged = _answer(session, question, afresh, progress)
    seconds = round(time.perf_counter() - began, 3)
    return Findings(
        first,
        last,
        window_from,
        digest,
        params,
        code,
        by,
        asked,
        answer,
        tuple(question.digests),
        judged,
        seconds,
    )


def _question(
    asked: Intake,
    detector: ScanParams,
    window: tuple[date, date],
    first: date,
    params: dict[str, Any],
    code: str,
) -> _Question:
    groups = peer_groups(asked.panel.facilities, detector.min_peers)
    rate = base_rate(asked.panel, detector, asked.checks)
    by = {name: value for name, value in params.items() if name != "flags"}
    context = (rules.digest(by), code, repr(rate))
    of_groups = digests.of_groups(asked.panel, asked.evidence, asked.checks, groups, context)
    return _Question(asked, detector, window, first, groups, of_groups, rate)


def _answer(
    session: Session, question: _Question, afresh: bool, progress: Progress
) -> tuple[Answer, int]:
    """Judge the groups that changed, take over the others; return also how many were judged."""
    asked, wanted = question.asked, set(question.digests)
    known = {} if afresh else queries.judged_before(session, wanted, question.first)
    places: list[answers.Row] = []
    nights: list[answers.Row] = []
    changed = [
        rows
        for rows, digest in zip(question.groups, question.digests, strict=True)
        if digest not in known
    ]
    if changed:
        part, evidence, checks = _cut(question, changed)
        result = scan(
            part[0],
            question.detector,
            evidence=evidence,
            checks=checks,
            progress=lambda done, of: progress("comparing", done, of),
            cut=part[1],
        )
        fresh = answers.told(asked, result, question.window, question.first)
        places, nights = list(fresh[0]), list(fresh[1])
    for digest in question.digests:
        if digest in known:
            before = answers.kept(session, *known[digest], question.first)
            places += before[0]
            nights += before[1]
    group_of = {
        int(asked.ids[row]): number for number, rows in enumerate(question.groups) for row in rows
    }
    answers.complete(asked, places, nights, group_of, question.detector.fdr)
    notes = notes_on(asked.panel, asked.evidence, asked.checks)
    return Answer(places, nights, notes), len(changed)


def _cut(question: _Question, groups: list[Rows]) -> Any:
    """Return the panel of some groups with their places in it, and what is known of them."""
    asked = question.asked
    rows = np.sort(np.concatenate(groups))
    panel = asked.panel.take(rows)
    own = [np.searchsorted(rows, group) for group in groups]
    return ((panel, Part(own, question.rate)), *digests.cut(panel, asked.evidence, asked.checks))


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that a figure may depend on."""
    return {name: metadata.version(name) for name in ("numpy", "scipy", "holidays")}


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return SHA-256 (hex) over our version and the detector's sources, by path."""
    root = Path(anomaly.__file__).parent
    parts = hashlib.sha256(__version__.encode() + b"\x1e")
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            parts.update(path.relative_to(root).as_posix().encode() + b"\x1f")
            parts.update(path.read_bytes() + b"\x1e")
    return parts.hexdigest()
