"""Keeping what the detector said: one run, its assessments and bands, and what signals follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record
from occupancy.errors import Busy
from occupancy.scans.models import Assessment, Flag, NightBand, ScanGroup, ScanRun
from occupancy.scans.queries.runs import RunRow, run_row
from occupancy.scans.services import answers
from occupancy.scans.services.look import Findings
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
        if found.answer is not None and found.first < newest.bands_from:
            before = newest.bands_from
            earlier = (each for each in found.answer.nights if each["night"] < before)
            _insert(session, NightBand, newest.id, earlier)
            newest.bands_from = found.first
            record(session, _more_bands(newest), actor=ACTOR, now=now)
            session.flush()
            return run_row(newest)
        return run_row(newest, repeated=True)
    if found.answer is None:
        raise Busy()  # another scan came in between: the question must be asked again
    run = _new_run(session, found, number=newest.number + 1 if newest else 1, now=now)
    _insert(session, Assessment, run.id, found.answer.facilities)
    _insert(session, NightBand, run.id, found.answer.nights)
    numbered = enumerate(found.groups)
    _insert(session, ScanGroup, run.id, ({"number": at, "digest": each} for at, each in numbered))
    stayed: tuple[int, ...] = ()
    if run.decides_flags:
        seen = answers.seen(found.answer.facilities)
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
        notes=list(found.answer.notes) if found.answer else [],
        facilities=len(found.intake.ids),
        nights=found.intake.filed,
        groups=len(found.groups),
        groups_judged=found.judged,
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


def _insert(session: Session, table: Any, run_id: int, rows: Iterable[dict[str, Any]]) -> None:
    values = [{"run_id": run_id, **row} for row in rows]
    for start in range(0, len(values), BATCH):
        session.execute(insert(table), values[start : start + BATCH])


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
            "groups": run.groups,
            "groups_judged": run.groups_judged,
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
