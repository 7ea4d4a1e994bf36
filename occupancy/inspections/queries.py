"""Reading visits: frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from occupancy.evidence.commands import PastCheck
from occupancy.inspections.models import PlanRead, Visit
from occupancy.inspections.rules import Seal
from occupancy.scans import queries as scans
from occupancy.scans.models import Assessment, Flag
from occupancy.scans.queries import BandRow

#: How a visit was chosen, in the words of past checks.
DESIGNS = {"signal": "risk", "random": "random", "complaint": "complaint"}

#: How far back a night of the same weekday may lie to speak for a night that has no band yet.
WEEKS = 4


@dataclass(frozen=True)
class VisitRow:
    """A visit; the fields are those of ``models.Visit``, the seal read."""

    id: str
    facility_id: int
    night: date
    inspector_id: int
    second_inspector_id: int | None
    origin: str
    flag_id: int | None
    order_no: str
    order_date: date
    planned_by: int
    planned_at: datetime
    state: str
    opened_at: datetime | None
    seal: Seal | None
    seal_seq: int | None
    seal_leaf: str | None
    saved_at: datetime | None
    counted_from: datetime | None
    counted_to: datetime | None
    rooms_seen: int | None
    guests_seen: int | None
    methods: tuple[str, ...]
    received_by: str | None
    received_post: str | None
    statement: str | None
    remarks: str | None
    signing: str | None
    outcome: str | None
    outcome_reason: str | None
    outcome_note: str | None
    closed_at: datetime | None
    closed_seq: int | None
    cancelled_reason: str | None

    @property
    def inspectors(self) -> tuple[int, ...]:
        """Return the numbers of the people who go."""
        return tuple(each for each in (self.inspector_id, self.second_inspector_id) if each)

    @property
    def says(self) -> str:
        """Return what the finished visit says of a signal: see ``visited``."""
        if self.outcome == "not_examined":
            return TRIED
        declared = (self.seal.guests if self.seal else None) or 0
        more = self.outcome == "difference" and (self.guests_seen or 0) > declared
        return CONFIRMED if more else VISITED

    @property
    def counted(self) -> bool:
        """Tell whether both counts are entered; only then may the plausible band be shown."""
        return self.rooms_seen is not None and self.guests_seen is not None


@dataclass(frozen=True)
class Expected:
    """Guests that were plausible: most likely, 80 % and 95 % limits, in whole guests.

    ``night`` is the night that the detector looked at: the visit's own or, since a night is judged
    only once it has been filed and scanned, the newest one before it of the same weekday.
    """

    night: date
    likely: int
    low80: int
    high80: int
    low95: int
    high95: int


def visit(session: Session, visit_id: str) -> VisitRow | None:
    """Return one visit, or None."""
    found = session.get(Visit, visit_id, populate_existing=True)
    return row_of(found) if found else None


def visits_of(session: Session, inspector_id: int, night: date) -> list[VisitRow]:
    """Return an inspector's visits of one night that were not cancelled, in order of planning."""
    query = _of_inspector(inspector_id).where(Visit.night == night, Visit.state != "cancelled")
    return _rows(session, query)


def unfinished(session: Session, inspector_id: int, before: date) -> list[VisitRow]:
    """Return an inspector's opened visits of nights ``before`` that still wait to be closed."""
    query = _of_inspector(inspector_id).where(Visit.night < before, Visit.state == "opened")
    return _rows(session, query)


def of_facility(session: Session, facility_id: int) -> list[VisitRow]:
    """Return all visits to a facility, newest night first."""
    query = select(Visit).where(Visit.facility_id == facility_id)
    return _rows(session, query.order_by(Visit.night.desc(), Visit.planned_at.desc()))


def of_flag(session: Session, flag_id: int) -> list[VisitRow]:
    """Return the visits that a signal led to, newest night first."""
    query = select(Visit).where(Visit.flag_id == flag_id)
    return _rows(session, query.order_by(Visit.night.desc(), Visit.planned_at.desc()))


def checks(session: Session, first: date, last: date) -> list[PastCheck]:
    """Return what finished visits saw on the nights ``first`` to ``last``, as the detector asks it.

    With what probability a facility was visited the plans do not say yet: None.
    """
    query = (
        select(Visit)
        .where(
            Visit.night.between(first, last),
            Visit.state == "closed",
            Visit.outcome != "not_examined",
            Visit.guests_seen.is_not(None),
        )
        .order_by(Visit.facility_id, Visit.night, Visit.planned_at)
    )
    return [
        PastCheck(each.facility_id, each.night, each.guests_seen or 0, DESIGNS[each.origin], None)
        for each in session.scalars(query)
    ]


#: What a finished visit says of the signal that it was about, the weightiest first.
CONFIRMED, VISITED, TRIED = "confirmed", "visited", "tried"


def visited(session: Session, flag_ids: Iterable[int]) -> dict[int, str]:
    """Return, by signal, what the finished visits that it led to say, the weightiest of several.

    ``confirmed``: more guests were seen than declared; ``visited``: no more; ``tried``: the
    facility could not be examined.
    """
    query = select(Visit).where(Visit.state == "closed", Visit.flag_id.in_(tuple(flag_ids)))
    found: dict[int, str] = {}
    for each in _rows(session, query):
        if each.flag_id is not None:
            said = (found.get(each.flag_id, TRIED), each.says)
            found[each.flag_id] = min(said, key=(CONFIRMED, VISITED, TRIED).index)
    return found


@dataclass(frozen=True)
class RightSoFar:
    """Of ``visits`` after signals with the same first reason, ``right`` saw more than declared."""

    right: int
    visits: int


def right_so_far(session: Session, reason: str) -> RightSoFar:
    """Return how often signals whose first reason had this code were right, by finished visits."""
    asked = session.execute(
        select(Flag.id, Assessment.reasons)
        .join(
            Assessment,
            and_(Assessment.run_id == Flag.opened_run, Assessment.facility_id == Flag.facility_id),
        )
        .where(Flag.id.in_(select(Visit.flag_id).where(Visit.state == "closed")))
    )
    alike = [flag_id for flag_id, said in asked if said and said[0]["code"] == reason]
    said = list(visited(session, alike).values())
    return RightSoFar(said.count(CONFIRMED), len(said) - said.count(TRIED))


def live_on(session: Session, facility_ids: Iterable[int], night: date) -> dict[int, VisitRow]:
    """Return by facility the visit of ``night`` that stands, where there is one."""
    query = select(Visit).where(
        Visit.facility_id.in_(tuple(facility_ids)),
        Visit.night == night,
        Visit.state != "cancelled",
    )
    return {each.facility_id: each for each in _rows(session, query)}


def expected_on(session: Session, facility_id: int, night: date) -> Expected | None:
    """Return what was plausible on ``night``, or on its like some weeks before; None if unknown."""
    found = scans.bands(session, facility_id, night - timedelta(weeks=WEEKS), night)
    alike = [band for day, band in found.items() if day.weekday() == night.weekday()]
    return _expected(max(alike, key=lambda band: band.night)) if alike else None


@dataclass(frozen=True)
class PlanReadRow:
    """Somebody looked at the plan of a visit; ``at`` is the first time that ``day``."""

    person_id: int
    day: date
    at: datetime


def plan_reads(session: Session, visit_id: str) -> list[PlanReadRow]:
    """Return who looked at the plan of a visit before it was opened, the newest first."""
    found = session.scalars(
        select(PlanRead)
        .where(PlanRead.visit_id == visit_id)
        .order_by(PlanRead.at.desc(), PlanRead.person_id)
    )
    return [PlanReadRow(each.person_id, each.day, each.at) for each in found]


def read_already(session: Session, visit_ids: Iterable[str], person_id: int, day: date) -> set[str]:
    """Return which of these visits' plans the person has looked at that ``day`` already."""
    query = select(PlanRead.visit_id).where(
        PlanRead.visit_id.in_(tuple(visit_ids)),
        PlanRead.person_id == person_id,
        PlanRead.day == day,
    )
    return set(session.scalars(query))


def secret_plans(session: Session, tonight: date) -> list[VisitRow]:
    """Return the visits of ``tonight`` and later that nobody has opened or called off yet."""
    return _rows(session, select(Visit).where(Visit.state == "planned", Visit.night >= tonight))


def row_of(found: Visit) -> VisitRow:
    """Return the frozen row of a record."""
    same = {
        name: getattr(found, name)
        for name in VisitRow.__dataclass_fields__
        if name not in ("seal", "methods")
    }
    return VisitRow(
        **same,
        seal=Seal.read(found.seal) if found.seal else None,
        methods=tuple(found.methods or ()),
    )


def _of_inspector(inspector_id: int) -> Select[Visit]:
    mine = or_(Visit.inspector_id == inspector_id, Visit.second_inspector_id == inspector_id)
    return select(Visit).where(mine).order_by(Visit.night, Visit.planned_at, Visit.id)


def _rows(session: Session, query: Select[Visit]) -> list[VisitRow]:
    return [row_of(each) for each in session.scalars(query)]


def _expected(band: BandRow) -> Expected:
    return Expected(
        night=band.night,
        likely=round(band.expected),
        low80=round(band.low80),
        high80=round(band.high80),
        low95=round(band.low95),
        high95=round(band.high95),
    )
