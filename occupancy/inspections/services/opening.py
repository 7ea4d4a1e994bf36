"""Opening a visit seals what the cabinet said at that minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit import queries as audit
from occupancy.audit.rules import instant
from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.filings.rules import cut_off_at
from occupancy.inspections import rules
from occupancy.inspections.models import Visit
from occupancy.inspections.queries import VisitRow, row_of
from occupancy.inspections.rules import Seal
from occupancy.inspections.services.access import held_by
from occupancy.registry import queries as registry
from occupancy.registry.models import Facility
from occupancy.registry.queries import FacilityRow


def open_visit(session: Session, visit_id: str, *, actor_id: int, now: datetime) -> VisitRow:
    """Open a visit and seal the standing figure as an entry of the log.

    Opening again changes nothing and returns the first seal. Raises ``NotYours`` for a visit of
    others or before the morning of its day, ``TooEarly`` and ``TooLate`` outside its night.
    """
    found = held_by(session, visit_id, actor_id, now)
    if found.state != "planned":
        return row_of(found)
    rules.check_opening(found.night, now)
    place = registry.facility_by_id(session, found.facility_id)
    if place is None:
        raise NotYours()
    # A filing holds this row too: whichever comes first is complete before the other begins, so
    # the seal holds exactly the filings whose log numbers are smaller than its own.
    session.execute(select(Facility.id).where(Facility.id == place.id).with_for_update())
    seal = _seal(session, place, found, now)
    sealed = record(
        session,
        Deed(
            "visit_opened",
            f"visit:{found.id}",
            {"facility": place.code, "night": found.night.isoformat(), "declared": seal.facts()},
            place.community.katottg,
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    found.state = "opened"
    found.opened_at = now
    found.seal = replace(seal, log_size=sealed.seq + 1).kept()
    found.seal_seq = sealed.seq
    found.seal_leaf = sealed.leaf
    session.flush()
    return row_of(found)


def _seal(session: Session, place: FacilityRow, visit: Visit, now: datetime) -> Seal:
    filed = filings.standing(session, place.id, visit.night)
    capacity = registry.capacity_on(session, place.id, visit.night)
    closures = registry.closures(session, place.id, visit.night, visit.night)
    head = audit.newest_checkpoint(session)
    cutoff_at = cut_off_at(visit.night, place.community.cutoff)
    return Seal(
        filed=filed is not None,
        revision=filed.number if filed else None,
        rooms=filed.rooms_occupied if filed else None,
        guests=filed.guests if filed else None,
        domestic=filed.domestic if filed else None,
        inbound=filed.inbound if filed else None,
        exempt_total=filed.exempt_total if filed else None,
        receipt_no=filed.receipt_no if filed else None,
        filed_at=instant(filed.filed_at) if filed else None,
        filing_seq=filed.audit_seq if filed else None,
        filing_leaf=filed.audit_leaf if filed else None,
        cutoff=place.community.cutoff.strftime("%H:%M"),
        cutoff_at=instant(cutoff_at),
        cutoff_passed=now >= cutoff_at,
        closure=closures[0].reason if closures else None,
        rooms_total=capacity.rooms if capacity else None,
        places=capacity.places if capacity else None,
        extra_places=capacity.extra_places if capacity else None,
        head_size=head.size if head else None,
        head_root=head.root.hex() if head else None,
    )
