"""Communities, businesses, facilities, capacities and closures: frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from occupancy.registry.models import (
    Capacity,
    Closure,
    Community,
    ExemptionGround,
    Facility,
    FacilityKind,
    Operator,
)


@dataclass(frozen=True)
class CommunityRow:
    """A community; ``cutoff`` is the hour (Kyiv) by which tonight's figure must stand."""

    katottg: str
    name_uk: str
    name_en: str
    district_uk: str
    district_en: str
    kind: str
    centre_uk: str
    centre_en: str
    lat: float
    lon: float
    population: int | None
    series: str
    cutoff: time


@dataclass(frozen=True)
class FacilityRow:
    """A facility with its business and community."""

    id: int
    code: str
    name: str
    address: str
    kind: str
    kind_uk: str
    kind_en: str
    law_group: str
    stars: int | None
    operator_id: int
    operator_name: str
    operator_tax_code: str
    community: CommunityRow
    lat: float | None
    lon: float | None
    opened: date | None
    closed: date | None


@dataclass(frozen=True)
class CapacityRow:
    """What a facility can hold: rooms (номери), places (місця), extra places."""

    valid_from: date
    rooms: int
    places: int
    extra_places: int


@dataclass(frozen=True)
class ClosureRow:
    """A declared closed period, both nights in."""

    id: int
    facility_id: int
    date_from: date
    date_to: date
    reason: str


@dataclass(frozen=True)
class GroundRow:
    """A ground of exemption (ПКУ 268.2.2) with its words and the paper that shows it."""

    code: str
    name_uk: str
    name_en: str
    short_uk: str
    short_en: str
    evidence_uk: str
    evidence_en: str
    only_for: str
    law: str
    mark: str


def community(session: Session, katottg: str) -> CommunityRow | None:
    """Return one community, or None."""
    found = session.get(Community, katottg)
    return _community(found) if found else None


def communities(session: Session) -> list[CommunityRow]:
    """Return all communities by name; the order of names is the edge's business (collation)."""
    return [_community(each) for each in session.scalars(select(Community).order_by("name_uk"))]


def facility(session: Session, code: str) -> FacilityRow | None:
    """Return the facility that outsiders call ``code``, or None."""
    return _first(session, _facilities().where(Facility.code == code))


def facility_by_id(session: Session, facility_id: int) -> FacilityRow | None:
    """Return a facility by its number, or None."""
    return _first(session, _facilities().where(Facility.id == facility_id))


def facilities(
    session: Session,
    ids: Collection[int] | None = None,
    communities: Collection[str] | None = None,
) -> list[FacilityRow]:
    """Return facilities by name: all, or those of ``ids``, or those of ``communities``."""
    query = _facilities().order_by(Facility.name, Facility.id)
    if ids is not None:
        query = query.where(Facility.id.in_(ids))
    if communities is not None:
        query = query.where(Facility.community_katottg.in_(communities))
    return [_facility(*row) for row in session.execute(query)]


def facilities_within(
    session: Session,
    *,
    operators: Collection[int] = (),
    ids: Collection[int] = (),
    communities: Collection[str] = (),
) -> list[FacilityRow]:
    """Return facilities, by name, that belong to any of these businesses, numbers or places."""
    query = _facilities().where(_within(operators, ids, communities))
    return [_facility(*row) for row in session.execute(query.order_by(Facility.name, Facility.id))]


def several_within(
    session: Session,
    *,
    operators: Collection[int] = (),
    ids: Collection[int] = (),
    communities: Collection[str] = (),
) -> bool:
    """Tell whether there are two facilities or more that belong to any of these."""
    query = select(Facility.id).where(_within(operators, ids, communities)).limit(2)
    return len(session.scalars(query).all()) > 1


def _within(
    operators: Collection[int], ids: Collection[int], communities: Collection[str]
) -> ColumnElement[bool]:
    return or_(
        Facility.operator_id.in_(operators),
        Facility.id.in_(ids),
        Facility.community_katottg.in_(communities),
    )


def capacity_on(session: Session, facility_id: int, night: date) -> CapacityRow | None:
    """Return the capacity in force on ``night``, or None before the first one."""
    found = session.scalars(
        select(Capacity)
        .where(Capacity.facility_id == facility_id, Capacity.valid_from <= night)
        .order_by(Capacity.valid_from.desc())
        .limit(1)
    ).first()
    return _capacity(found) if found else None


def capacities(session: Session, facility_id: int) -> list[CapacityRow]:
    """Return all capacities of a facility, oldest first."""
    found = session.scalars(
        select(Capacity).where(Capacity.facility_id == facility_id).order_by(Capacity.valid_from)
    )
    return [_capacity(each) for each in found]


def closures(session: Session, facility_id: int, first: date, last: date) -> list[ClosureRow]:
    """Return standing closures that touch the nights ``first`` to ``last``."""
    found = session.scalars(
        select(Closure)
        .where(
            Closure.facility_id == facility_id,
            Closure.date_to >= first,
            Closure.date_from <= last,
            Closure.withdrawn_at.is_(None),
        )
        .order_by(Closure.date_from)
    )
    return [
        ClosureRow(each.id, each.facility_id, each.date_from, each.date_to, each.reason)
        for each in found
    ]


def is_closed_on(session: Session, facility_id: int, night: date) -> bool:
    """Tell whether a standing closure covers ``night``."""
    return bool(closures(session, facility_id, night, night))


def grounds(session: Session) -> list[GroundRow]:
    """Return the grounds of exemption in the order people are shown them."""
    found = session.scalars(select(ExemptionGround).order_by(ExemptionGround.position))
    return [
        GroundRow(
            each.code,
            each.name_uk,
            each.name_en,
            each.short_uk,
            each.short_en,
            each.evidence_uk,
            each.evidence_en,
            each.only_for,
            each.law,
            each.mark,
        )
        for each in found
    ]


def kind_names(session: Session) -> dict[str, str]:
    """Return the Ukrainian name of each kind of facility by its code."""
    return {each.code: each.name_uk for each in session.scalars(select(FacilityKind))}


def _facilities() -> Select[Facility, Operator, Community, FacilityKind]:
    return (
        select(Facility, Operator, Community, FacilityKind)
        .join(Operator, Facility.operator_id == Operator.id)
        .join(Community, Facility.community_katottg == Community.katottg)
        .join(FacilityKind, Facility.kind == FacilityKind.code)
    )


def _first(
    session: Session, query: Select[Facility, Operator, Community, FacilityKind]
) -> FacilityRow | None:
    row = session.execute(query).first()
    return _facility(*row) if row else None


def _facility(
    place: Facility, operator: Operator, community: Community, kind: FacilityKind
) -> FacilityRow:
    return FacilityRow(
        id=place.id,
        code=place.code,
        name=place.name,
        address=place.address,
        kind=place.kind,
        kind_uk=kind.name_uk,
        kind_en=kind.name_en,
        law_group=kind.law_group,
        stars=place.stars,
        operator_id=operator.id,
        operator_name=operator.name,
        operator_tax_code=operator.tax_code,
        community=_community(community),
        lat=place.lat,
        lon=place.lon,
        opened=place.opened,
        closed=place.closed,
    )


def _community(found: Community) -> CommunityRow:
    return CommunityRow(
        katottg=found.katottg,
        name_uk=found.name_uk,
        name_en=found.name_en,
        district_uk=found.district_uk,
        district_en=found.district_en,
        kind=found.kind,
        centre_uk=found.centre_uk,
        centre_en=found.centre_en,
        lat=found.lat,
        lon=found.lon,
        population=found.population,
        series=found.series,
        cutoff=found.cutoff,
    )


def _capacity(found: Capacity) -> CapacityRow:
    return CapacityRow(found.valid_from, found.rooms, found.places, found.extra_places)
