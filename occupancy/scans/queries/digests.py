"""Digests of a question: the same numbers give the same SHA-256 on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from anomaly.outside import Checks, Evidence
from anomaly.panel import Panel

Rows = NDArray[np.intp]


def of_all(
    panel: Panel,
    evidence: Evidence | None,
    checks: Checks | None,
    wholes: Sequence[NDArray[np.int64]],
) -> str:
    """Return the digest (hex) of a whole question; ``wholes`` are counts of the facilities (F,)."""
    parts = hashlib.sha256()
    _panel(parts, panel)
    for whole in wholes:
        parts.update(np.ascontiguousarray(whole, "<i8").tobytes())
    _outside(parts, evidence, checks)
    return parts.hexdigest()


def of_groups(
    panel: Panel,
    evidence: Evidence | None,
    checks: Checks | None,
    groups: Iterable[Rows],
    context: Sequence[str],
) -> list[str]:
    """Return a digest (hex) for each peer group: all that it is judged on, and nothing else.

    ``context`` is what all groups share: parameters, code, base rate. Evidence of a whole
    community counts for every group with a facility there.
    """
    found = []
    for rows in groups:
        part = panel.take(rows)
        parts = hashlib.sha256("\x1f".join(context).encode() + b"\x1e")
        _panel(parts, part)
        _outside(parts, *cut(part, evidence, checks))
        found.append(parts.hexdigest())
    return found


def cut(
    panel: Panel, evidence: Evidence | None, checks: Checks | None
) -> tuple[Evidence | None, Checks | None]:
    """Return what of the outside figures concerns the facilities of ``panel``."""
    ids, places = panel.facilities.facility_id, panel.facilities.community
    if evidence is not None:
        own = np.isin(evidence.facility_id, ids)
        around = (evidence.facility_id == "") & np.isin(evidence.community, places)
        at = np.flatnonzero(own | around)
        evidence = evidence.take(at)
    if checks is not None:
        at = np.flatnonzero(np.isin(checks.facility_id, ids))
        checks = checks.take(at)
    return evidence, checks


def _panel(parts: hashlib._Hash, panel: Panel) -> None:
    known = panel.facilities
    for text in (known.facility_id, known.community, known.category):
        _text(parts, text)
    for days in (known.opened, known.closed, panel.dates):
        parts.update(days.astype("<M8[D]").tobytes())
    sheets = (known.stars, known.rooms, known.beds, known.lat, known.lon)
    nights = (panel.rooms_occupied, panel.guests, panel.arrivals, panel.exempt, panel.first_guests)
    for numbers in (*sheets, *nights):
        if numbers is not None:
            _numbers(parts, numbers)
    if panel.shut is not None:
        parts.update(np.ascontiguousarray(panel.shut).tobytes())


def _outside(parts: hashlib._Hash, evidence: Evidence | None, checks: Checks | None) -> None:
    """Take outside figures; none of a group is the same whether others have some or not."""
    if evidence is not None and len(evidence.value):
        for text in (evidence.facility_id, evidence.community, evidence.kind):
            _text(parts, text)
        for days in (evidence.date_from, evidence.date_to):
            parts.update(days.astype("<M8[D]").tobytes())
        _numbers(parts, evidence.value)
    if checks is not None and len(checks.date):
        for text in (checks.facility_id, checks.design):
            _text(parts, text)
        parts.update(checks.date.astype("<M8[D]").tobytes())
        _numbers(parts, checks.observed_guests)
        _numbers(parts, checks.inclusion_probability)


def _text(parts: hashlib._Hash, text: NDArray[np.str_]) -> None:
    parts.update("\x1f".join(text.tolist()).encode() + b"\x1e")


def _numbers(parts: hashlib._Hash, numbers: NDArray[np.float64]) -> None:
    # one kind of NaN only, or the same question could have two digests
    plain = np.where(np.isnan(numbers), np.nan, numbers)
    parts.update(np.ascontiguousarray(plain, "<f8").tobytes())
