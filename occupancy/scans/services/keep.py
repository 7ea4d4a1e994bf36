"""Keeping what the detector said: one run, its assessments and bands, and what signals follow."""

from __future__ import annotations

from datetime import date, datetime
from math import isnan
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from anomaly.peers import peer_groups
from anomaly.reasons import Reason
from anomaly.result import ScanResult
from occupancy.audit.services import Deed, record
from occupancy.errors import Busy
from occupancy.scans import rules
from occupancy.scans.models import Assessment, Flag, NightBand, ScanRun
from occupancy.scans.queries.runs import RunRow, run_row
from occupancy.scans.services.look import Findings, rows_of, worth
from occupancy.scans.services.signals import settle

#: How the log calls the scan, which no person starts.
ACTOR = "system:scan"

#: Rows sent to the database at once.
BATCH = 5_000


def keep(session: Session, found: Findings, *, now: datetime) -> RunRow:
    """Keep a run with its figures, open and close signals; the same answer again adds nothing."""
    newest = session.scalars(
        select(ScanRun)
        .where(ScanRun.date_to == found.last)
        .order_by(ScanRun.number.desc())
        .limit(1)
    ).first()
    same = newest is not None and (
        (newest.input_digest, newest.params_digest, newest.code_version)
        == (found.input_digest, found.params_digest, found.code_version)
    )
    if newest is not None and same:
        if found.result is not None and found.first < newest.bands_from:
            _keep_bands(session, newest.id, found, found.result, found.first, newest.bands_from)
            newest.bands_from = found.first
            record(session, _more_bands(newest), actor=ACTOR, now=now)
            session.flush()
            return run_row(newest)
        return run_row(newest, repeated=True)
    if found.result is None:
        raise Busy()  # another scan came in between: the question must be asked again
    run = _new_run(session, found, number=newest.number + 1 if newest else 1, now=now)
    seen = _keep_assessments(session, run.id, found, found.result)
    _keep_bands(session, run.id, found, found.result, found.first, None)
    stayed: tuple[int, ...] = ()
    if run.decides_flags:
        counts = settle(session, run.id, found, seen, now=now, actor=ACTOR)
        run.flags_opened, run.flags_closed = counts.opened, counts.closed
        stayed = counts.stayed
    run.flags_standing = (
        session.scalar(select(func.count()).select_from(Flag).where(Flag.state == "open")) or 0
    )
    record(session, _deed(run, stayed), actor=ACTOR, now=now)
    session.flush()
    return run_row(run)


def _new_run(session: Session, found: Findings, *, number: int, now: datetime) -> ScanRun:
    later = session.scalar(select(func.max(ScanRun.date_to)))
    run = ScanRun(
        date_from=found.window_from,
        date_to=found.last,
        number=number,
        bands_from=found.first,
        input_digest=found.input_digest,
        params_digest=found.params_digest,
        code_version=found.code_version,
        params=found.params,
        notes=list(found.result.notes) if found.result else [],
        facilities=len(found.intake.ids),
        nights=found.intake.filed,
        flags_opened=0,
        flags_closed=0,
        flags_standing=0,
        decides_flags=later is None or found.last >= later,
        started_at=now,
        seconds=found.seconds,
    )
    session.add(run)
    session.flush()
    return run


def _keep_assessments(
    session: Session, run_id: int, found: Findings, result: ScanResult
) -> dict[int, rules.Seen]:
    """Insert what is said of each facility; return what signals depend on, by facility."""
    table, asked = result.facilities, found.intake
    prices, at = worth(asked), rows_of(asked, result)
    group_of = np.zeros(len(asked.ids), dtype=np.int64)
    for number, members in enumerate(peer_groups(asked.panel.facilities, result.params.min_peers)):
        group_of[members] = number
    rows: list[dict[str, Any]] = []
    seen: dict[int, rules.Seen] = {}
    for row, place in enumerate(at):
        facility_id, corrected = int(asked.ids[place]), int(asked.corrected_up[place])
        first, last = _span(table.date_from[row], table.date_to[row], found)
        price = prices[place]
        judged = not isnan(float(table.p_value[row]))
        rows.append(
            {
                "run_id": run_id,
                "facility_id": facility_id,
                "date_from": first,
                "date_to": last,
                "nights_filed": int(table.filed[row]),
                "declared_nights": float(table.declared_nights[row]),
                **{
                    name: _figure(getattr(table, name)[row]) if judged else None
                    for name in _FIGURES
                },
                **{
                    f"gap_kopiykas{end}": (
                        rules.money(float(getattr(table, f"gap_{of}")[row]), *price)
                        if judged
                        else None
                    )
                    for end, of in (("", "nights"), ("_low", "low"), ("_high", "high"))
                },
                "score": float(table.score[row]),
                "corrected_up": corrected,
                "peer_group": int(group_of[place]),
                "reasons": [_reason(each, found.window_from) for each in table.reasons[row]],
            }
        )
        seen[facility_id] = rules.Seen(
            q_value=float(table.q_value[row]) if judged else float("nan"),
            expected=float(table.score[row]) if judged else float("nan"),
            corrected_up=corrected,
        )
    _insert(session, Assessment, rows)
    return seen


_FIGURES = (
    "plausible_nights",
    "plausible_low",
    "plausible_high",
    "gap_nights",
    "gap_low",
    "gap_high",
    "p_value",
    "q_value",
)


def _span(first: np.datetime64, last: np.datetime64, found: Findings) -> tuple[date, date]:
    """Return the filed span of a facility; the whole window where nothing was filed."""
    if np.isnat(first):
        return found.window_from, found.last
    return first.astype(date), last.astype(date)


def _figure(value: float) -> float | None:
    return None if isnan(float(value)) else float(value)


def _reason(told: Reason, window_from: date) -> dict[str, Any]:
    """Return a reason that stands on its own: a night's place in the window becomes its day.

    The detector counts nights from the window's first one; kept is the day's proleptic ordinal.
    """
    numbers = dict(told.numbers)
    if "night" in numbers:
        numbers["since"] = window_from.toordinal() + round(numbers.pop("night"))
    return {
        "code": told.code,
        "weight": told.weight,
        "p": _figure(told.p),
        "numbers": numbers,
        "nights": list(told.nights),
    }


def _keep_bands(
    session: Session,
    run_id: int,
    found: Findings,
    result: ScanResult,
    first: date,
    before: date | None,
) -> None:
    """Insert the bands of judged nights from ``first`` up to ``before`` (not included)."""
    days, at = result.days, rows_of(found.intake, result)
    wanted = (days.date >= np.datetime64(first, "D")) & ~np.isnan(days.expected)
    if before is not None:
        wanted &= days.date < np.datetime64(before, "D")
    numbers = np.flatnonzero(wanted)
    ids = found.intake.ids[at[days.facility[numbers]]].tolist()
    nights = days.date[numbers].astype("datetime64[D]").tolist()
    columns = {
        name: getattr(days, name)[numbers].tolist()
        for name in (
            "declared",
            "expected",
            "low80",
            "high80",
            "low95",
            "high95",
            "p_value",
            "hidden",
            "flag",
        )
    }
    _insert(
        session,
        NightBand,
        [
            {
                "run_id": run_id,
                "facility_id": ids[row],
                "night": nights[row],
                "declared": int(columns["declared"][row]),
                "expected": round(columns["expected"][row], 3),
                "low80": columns["low80"][row],
                "high80": columns["high80"][row],
                "low95": columns["low95"][row],
                "high95": columns["high95"][row],
                "p_value": _figure(columns["p_value"][row]),
                "hidden": round(columns["hidden"][row], 3),
                "flagged": bool(columns["flag"][row]),
            }
            for row in range(len(numbers))
        ],
    )


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        session.execute(insert(table), rows[start : start + BATCH])


def _deed(run: ScanRun, stayed: tuple[int, ...]) -> Deed:
    """Return the entry of a run; ``stayed`` are the signals that stand after it as before."""
    return Deed(
        "scan",
        _subject(run),
        {
            "run": run.id,
            "number": run.number,
            "from": run.date_from.isoformat(),
            "to": run.date_to.isoformat(),
            "input": run.input_digest,
            "params": run.params_digest,
            "code": run.code_version,
            "facilities": run.facilities,
            "nights": run.nights,
            "opened": run.flags_opened,
            "closed": run.flags_closed,
            "standing": run.flags_standing,
            "stayed": list(stayed),
            "decides": run.decides_flags,
            "bands_from": run.bands_from.isoformat(),
            "notes": run.notes,
            "seconds": repr(run.seconds),
        },
    )


def _more_bands(run: ScanRun) -> Deed:
    facts = {"run": run.id, "bands_from": run.bands_from.isoformat()}
    return Deed("scan_bands", _subject(run), facts)


def _subject(run: ScanRun) -> str:
    return f"scan:{run.date_to.isoformat()}:{run.number}"
