"""From the rows of a table to readings and checks, each with the line it came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from marshmallow import ValidationError

from occupancy.errors import Refusal, Refusals
from occupancy.evidence import rules
from occupancy.evidence.commands import PastCheck, Reading
from occupancy.filings.rules.refusals import UnknownFacility
from occupancy.filings.schemas.fields import Night, as_count, shown
from occupancy.filings.schemas.nights_file import TooManyCells
from occupancy.filings.schemas.tables import Columns, Row, Table
from occupancy.registry.queries import FacilityRow

READINGS = Columns(
    ("date_from", "date_to", "kind", "value"),
    ("facility_id", "community", "date_from", "date_to", "kind", "value"),
)
CHECKS = Columns(
    ("facility_id", "date", "observed_guests", "design"),
    ("facility_id", "date", "observed_guests", "design", "inclusion_probability"),
)

Stated = TypeVar("Stated", Reading, PastCheck)


@dataclass(frozen=True)
class RefusedLine:
    """One thing that is wrong with a line; ``refusal.field`` is the column, ``value`` its cell."""

    line: int
    refusal: Refusal
    value: str


@dataclass(frozen=True)
class Lines(Generic[Stated]):
    """What a table says, by line, and what of it cannot be taken."""

    stated: dict[int, Stated]
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True)
class Known:
    """What rows may name: facilities by code, codes of communities; ``today`` is not over."""

    facilities: Mapping[str, FacilityRow]
    communities: Collection[str]
    today: date


def readings_of(table: Table, known: Known) -> Lines[Reading]:
    """Make a reading of each row."""
    return _lines(table, lambda row: _reading(row.cells, known))


def checks_of(table: Table, known: Known) -> Lines[PastCheck]:
    """Make a past check of each row."""
    return _lines(table, lambda row: _check(row.cells, known))


def _lines(table: Table, make: Callable[[Row], Stated]) -> Lines[Stated]:
    stated: dict[int, Stated] = {}
    refused: list[RefusedLine] = []
    met: dict[Any, int] = {}
    for row in table.rows:
        try:
            if row.surplus:
                raise TooManyCells(surplus=row.surplus)
            made = make(row)
            key = rules.key_of(made)
            if key in met:
                raise rules.TwiceInFile(line=met[key])
        except Refusals as several:
            refused += [_refused(row, each) for each in several.refusals]
        except Refusal as refusal:
            refused.append(_refused(row, refusal))
        else:
            met[key] = row.line
            stated[row.line] = made
    return Lines(stated, tuple(refused))


def _refused(row: Row, refusal: Refusal) -> RefusedLine:
    return RefusedLine(row.line, refusal, shown(row.cells.get(refusal.field or "", "")))


def _reading(cells: Mapping[str, str], known: Known) -> Reading:
    place = _facility(cells, known) if cells.get("facility_id", "").strip() else None
    made = Reading(
        facility_id=place.id if place else None,
        community=_community(cells, place, known),
        date_from=_day(cells, "date_from"),
        date_to=_day(cells, "date_to"),
        kind=rules.kind_of(cells.get("kind", "")),
        value=_value(cells),
    )
    rules.check_reading(made, today=known.today)
    return made


def _check(cells: Mapping[str, str], known: Known) -> PastCheck:
    night = _day(cells, "date")
    if night >= known.today:
        raise rules.NotOverYet(day=night, field="date")
    design = cells.get("design", "").strip().lower()
    if design not in rules.DESIGNS:
        raise rules.DesignUnknown(known=", ".join(rules.DESIGNS), field="design")
    return PastCheck(
        facility_id=_facility(cells, known).id,
        night=night,
        observed_guests=_count(cells, "observed_guests"),
        design=design,
        inclusion_probability=_chance(cells),
    )


def _facility(cells: Mapping[str, str], known: Known) -> FacilityRow:
    code = cells.get("facility_id", "").strip()
    place = known.facilities.get(code)
    if place is None:
        raise UnknownFacility(facility=shown(code), field="facility_id")
    return place


def _community(cells: Mapping[str, str], place: FacilityRow | None, known: Known) -> str | None:
    """Return the community that a reading is of; None where it is of one facility."""
    code = cells.get("community", "").strip()
    if place is not None:
        if code and code != place.community.katottg:
            raise rules.AnotherCommunity(community=place.community.katottg, field="community")
        return None
    if not code:
        raise rules.NobodyNamed(field="facility_id")
    if code not in known.communities:
        raise rules.UnknownCommunity(field="community")
    return code


def _day(cells: Mapping[str, str], name: str) -> date:
    try:
        day: date = Night().deserialize(cells.get(name, ""))
    except ValidationError as error:
        raise _told(error, name) from error
    return day


def _count(cells: Mapping[str, str], name: str) -> int:
    try:
        return as_count(cells.get(name, ""))
    except ValidationError as error:
        raise _told(error, name) from error


def _told(error: ValidationError, name: str) -> Refusals:
    """Return what a field refused, beside its column."""
    found = [each for each in error.messages if isinstance(each, Refusal)]
    for each in found:
        each.field = name
    return Refusals(found)


def _value(cells: Mapping[str, str]) -> float:
    value = rules.number_of(cells.get("value", ""))
    if value is None or value > rules.LARGEST_VALUE:
        raise rules.ValueUnreadable(field="value")
    return value


def _chance(cells: Mapping[str, str]) -> float | None:
    text = cells.get("inclusion_probability", "").strip()
    if not text:
        return None
    chance = rules.number_of(text)
    if chance is None or not 0 < chance <= 1:
        raise rules.ProbabilityUnreadable(field="inclusion_probability")
    return chance
