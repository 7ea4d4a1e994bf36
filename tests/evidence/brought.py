"""Outside figures that somebody brought: two files of readings, the second mends the first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.database import saving
from occupancy.evidence import schemas as evidence
from occupancy.evidence.commands import Origin
from occupancy.evidence.services import import_checks, import_evidence
from occupancy.filings.schemas import tables
from tests.support.world import SLAVSKE


def bring(session: Session, *, now: datetime) -> None:
    """Take readings of a meter, correct one of them, and take a past check."""
    spans = "2026-10-01,2026-10-31,water_m3"
    head = "facility_id,community,date_from,date_to,kind,value\n"
    for sign, value in (("a", "120.5"), ("b", "121")):
        told = f"{head}SG-0000,,{spans},{value}\n,{SLAVSKE},{spans},90000\n".encode()
        readings = tables.read(told, columns=evidence.READINGS)
        with saving(session):
            import_evidence(session, readings, Origin("Водоканал", sign * 64), now=now)
    head = "facility_id,date,observed_guests,design,inclusion_probability\n"
    told = f"{head}SG-0001,2026-10-10,12,random,0.2\nSG-0002,2026-10-11,3,risk,\n".encode()
    with saving(session):
        checks = tables.read(told, columns=evidence.CHECKS)
        import_checks(session, checks, Origin("Громада", "c" * 64), now=now)
