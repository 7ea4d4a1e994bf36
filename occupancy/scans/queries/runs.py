"""Runs and what they said of each facility."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.scans.models import Assessment, ScanGroup, ScanProgress, ScanRun

#: A scan that said nothing for so long was broken off.
SILENT = timedelta(minutes=10)

#: Digests asked for at once.
_AT_ONCE = 500


@dataclass(frozen=True)
class RunRow:
    """One run; ``repeated``: the question had been answered before, nothing was added."""

    id: int
    date_from: date
    date_to: date
    number: int
    bands_from: date
    input_digest: str
    params_digest: str
    code_version: str
    params: Mapping[str, Any]
    notes: tuple[str, ...]
    facilities: int
    nights: int
    groups: int | None
    groups_judged: int | None
    flags_opened: int
    flags_closed: int
    flags_standing: int
    decides_flags: bool
    started_at: datetime
    seconds: float
    repeated: bool = False


@dataclass(frozen=True)
class ReasonRow:
    """One reason: its code, weight (0 … 1, support and remarks 0), numbers and telling nights."""

    code: str
    weight: float
    p: float | None
    numbers: Mapping[str, float]
    nights: tuple[date, ...]


@dataclass(frozen=True)
class AssessmentRow:
    """What a run said of a facility: guest-nights, 90 % limits, kopiykas; None = not judged."""

    run_id: int
    facility_id: int
    date_from: date
    date_to: date
    nights_filed: int
    declared_nights: float
    plausible_nights: float | None
    plausible_low: float | None
    plausible_high: float | None
    gap_nights: float | None
    gap_low: float | None
    gap_high: float | None
    gap_kopiykas: int | None
    gap_kopiykas_low: int | None
    gap_kopiykas_high: int | None
    p_value: float | None
    q_value: float | None
    score: float
    corrected_up: int
    peer_group: int
    reasons: tuple[ReasonRow, ...]


def runs(session: Session, limit: int = 60) -> list[RunRow]:
    """Return the newest runs, newest first."""
    found = session.scalars(select(ScanRun).order_by(ScanRun.id.desc()).limit(limit))
    return [run_row(each) for each in found]


def run(session: Session, run_id: int) -> RunRow | None:
    """Return one run, or None."""
    found = session.get(ScanRun, run_id)
    return run_row(found) if found else None


def newest_of(session: Session, night: date) -> RunRow | None:
    """Return the newest run whose last night is ``night``, or None."""
    found = session.scalars(
        select(ScanRun).where(ScanRun.date_to == night).order_by(ScanRun.number.desc()).limit(1)
    ).first()
    return run_row(found) if found else None


def newest_before(session: Session, night: date) -> RunRow | None:
    """Return the newest run whose last night is before ``night``, or None."""
    found = session.scalars(
        select(ScanRun)
        .where(ScanRun.date_to < night)
        .order_by(ScanRun.date_to.desc(), ScanRun.number.desc())
        .limit(1)
    ).first()
    return run_row(found) if found else None


@dataclass(frozen=True)
class ProgressRow:
    """The scan under way: ``stage`` is ``reading``, ``comparing`` or ``keeping``."""

    night: date
    stage: str
    done: int
    of: int
    started_at: datetime
    at: datetime


def progress(session: Session, now: datetime) -> ProgressRow | None:
    """Return how far the scan under way is; None without one, or when it has long been silent."""
    found = session.scalars(select(ScanProgress)).first()
    if found is None or now - found.at > SILENT:
        return None
    return ProgressRow(found.night, found.stage, found.done, found.of, found.started_at, found.at)


def judged_before(
    session: Session, digests: Collection[str], first: date
) -> dict[str, tuple[int, int]]:
    """Return (run, number of the group) of the newest run that judged each of these groups.

    Only runs that keep bands from ``first`` on count.
    """
    query = (
        select(ScanGroup)
        .join(ScanRun)
        .where(ScanRun.bands_from <= first)
        .order_by(ScanGroup.run_id)
    )
    found: dict[str, tuple[int, int]] = {}
    wanted = sorted(digests)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for each in session.scalars(query.where(ScanGroup.digest.in_(some))):
            found[each.digest] = (each.run_id, each.number)
    return found


def latest(session: Session) -> RunRow | None:
    """Return the newest run of the newest night, or None before the first scan."""
    found = session.scalars(
        select(ScanRun).order_by(ScanRun.date_to.desc(), ScanRun.number.desc()).limit(1)
    ).first()
    return run_row(found) if found else None


def assessment(session: Session, run_id: int, facility_id: int) -> AssessmentRow | None:
    """Return what a run said of a facility, or None."""
    found = session.get(Assessment, (run_id, facility_id))
    return assessment_row(found) if found else None


def assessments(
    session: Session, run_id: int, facility_ids: Collection[int]
) -> dict[int, AssessmentRow]:
    """Return what a run said of these facilities, by facility."""
    found = session.scalars(
        select(Assessment).where(
            Assessment.run_id == run_id, Assessment.facility_id.in_(facility_ids)
        )
    )
    return {each.facility_id: assessment_row(each) for each in found}


def run_row(found: ScanRun, *, repeated: bool = False) -> RunRow:
    """Return the frozen row of a record."""
    return RunRow(
        id=found.id,
        date_from=found.date_from,
        date_to=found.date_to,
        number=found.number,
        bands_from=found.bands_from,
        input_digest=found.input_digest,
        params_digest=found.params_digest,
        code_version=found.code_version,
        params=found.params,
        notes=tuple(found.notes),
        facilities=found.facilities,
        nights=found.nights,
        groups=found.groups,
        groups_judged=found.groups_judged,
        flags_opened=found.flags_opened,
        flags_closed=found.flags_closed,
        flags_standing=found.flags_standing,
        decides_flags=found.decides_flags,
        started_at=found.started_at,
        seconds=found.seconds,
        repeated=repeated,
    )


def assessment_row(found: Assessment) -> AssessmentRow:
    """Return the frozen row of a record."""
    return AssessmentRow(
        run_id=found.run_id,
        facility_id=found.facility_id,
        date_from=found.date_from,
        date_to=found.date_to,
        nights_filed=found.nights_filed,
        declared_nights=found.declared_nights,
        plausible_nights=found.plausible_nights,
        plausible_low=found.plausible_low,
        plausible_high=found.plausible_high,
        gap_nights=found.gap_nights,
        gap_low=found.gap_low,
        gap_high=found.gap_high,
        gap_kopiykas=found.gap_kopiykas,
        gap_kopiykas_low=found.gap_kopiykas_low,
        gap_kopiykas_high=found.gap_kopiykas_high,
        p_value=found.p_value,
        q_value=found.q_value,
        score=found.score,
        corrected_up=found.corrected_up,
        peer_group=found.peer_group,
        reasons=tuple(
            ReasonRow(
                code=each["code"],
                weight=each["weight"],
                p=each["p"],
                numbers=each["numbers"],
                nights=tuple(date.fromisoformat(night) for night in each["nights"]),
            )
            for each in found.reasons
        ),
    )
