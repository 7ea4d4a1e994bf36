"""Which signals open, stay and close after a run; none is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit.services import Deed, record_all
from occupancy.clock import in_kyiv
from occupancy.scans import rules
from occupancy.scans.models import Assessment, Flag
from occupancy.scans.services.look import Findings


@dataclass(frozen=True)
class Counts:
    """How many signals a run opened and closed; ``stayed`` are the numbers of the others."""

    opened: int
    closed: int
    stayed: tuple[int, ...]


def settle(
    session: Session,
    run_id: int,
    found: Findings,
    seen: dict[int, rules.Seen],
    *,
    now: datetime,
    actor: str,
) -> Counts:
    """Let every facility's signal follow what run ``run_id`` says of it, and log each change."""
    standing = {
        each.facility_id: each
        for each in session.scalars(select(Flag).where(Flag.state == "open").with_for_update())
    }
    quieted = _quieted(session)
    codes = dict(
        zip(found.intake.ids.tolist(), found.intake.panel.facilities.facility_id, strict=True)
    )
    communities = dict(zip(found.intake.ids.tolist(), found.intake.communities, strict=True))
    opening: list[int] = []
    stayed: list[int] = []
    closing: list[tuple[Flag, str]] = []
    for facility_id, said in seen.items():
        flag = standing.get(facility_id)
        turn = rules.turn(
            said, flag is not None, quieted.get(facility_id), found.last, found.flags_by
        )
        if turn is rules.Turn.OPEN:
            opening.append(facility_id)
        elif flag is not None and turn is rules.Turn.STAY:
            flag.latest_run = run_id
            stayed.append(flag.id)
        elif flag is not None and turn is rules.Turn.CLOSE:
            flag.latest_run = run_id
            before = session.get_one(Assessment, (flag.opened_run, facility_id)).corrected_up
            closing.append((flag, rules.closing(said, before, found.flags_by)))
    # a facility that left the window altogether is not judged any more
    closing += [(flag, rules.NOT_JUDGED) for place, flag in standing.items() if place not in seen]
    deeds = [
        Deed(
            "flag_raised",
            f"flag:{codes[place]}",
            {"run": run_id, **_logged(session, run_id, place)},
            communities[place],
        )
        for place in opening
    ]
    deeds += [
        Deed(
            "flag_resolved",
            f"flag:{codes.get(flag.facility_id, flag.facility_id)}",
            {"flag": flag.id, "run": run_id, "latest": flag.latest_run, "why": why},
            communities.get(flag.facility_id),
        )
        for flag, why in closing
    ]
    logged = record_all(session, deeds, actor=actor, now=now)
    for place, entry in zip(opening, logged, strict=False):
        session.add(
            Flag(
                id=entry.seq + 1,
                facility_id=place,
                state="open",
                opened_run=run_id,
                latest_run=run_id,
                opened_at=now,
                audit_seq=entry.seq,
            )
        )
    for (flag, why), entry in zip(closing, logged[len(opening) :], strict=True):
        flag.state, flag.closed_code, flag.closed_at = "closed", why, now
        flag.closed_run, flag.closed_seq = run_id, entry.seq
    session.flush()
    return Counts(len(opening), len(closing), tuple(sorted(stayed)))


def _quieted(session: Session) -> dict[int, rules.Quieted]:
    """Return, by facility, the newest signal that somebody looked into and closed."""
    rows = session.execute(
        select(Flag.facility_id, Flag.closed_at, Assessment.score)
        .join(
            Assessment,
            (Assessment.run_id == Flag.latest_run) & (Assessment.facility_id == Flag.facility_id),
        )
        .where(Flag.closed_code.in_(rules.LOOKED_INTO))
        .order_by(Flag.closed_at)
    )
    return {
        facility_id: rules.Quieted(in_kyiv(closed_at).date(), score)
        for facility_id, closed_at, score in rows
        if closed_at is not None
    }


def _logged(session: Session, run_id: int, facility_id: int) -> dict[str, Any]:
    """Return the figures of a signal as the log keeps them: text, since it knows no fractions."""
    said = session.get_one(Assessment, (run_id, facility_id))
    return {
        "from": said.date_from.isoformat(),
        "to": said.date_to.isoformat(),
        "declared_nights": f"{said.declared_nights:.0f}",
        "gap_nights": f"{said.gap_nights:.1f}",
        "gap_low": f"{said.gap_low:.1f}",
        "gap_high": f"{said.gap_high:.1f}",
        "gap_kopiykas": said.gap_kopiykas,
        "p": f"{said.p_value:.6f}",
        "q": f"{said.q_value:.6f}",
        "reasons": [each["code"] for each in said.reasons],
    }
