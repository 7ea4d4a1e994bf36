"""What is known of a facility on a night: put together for one night, or for very many."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy.orm import Session

from occupancy.filings.rules import Setting
from occupancy.registry import queries as registry
from occupancy.registry.queries import CapacityRow, ClosureRow, FacilityRow, GroundRow, Law
from occupancy.tax.exemptions import usable

SettingOn = Callable[[FacilityRow, date], Setting]


def on(session: Session, place: FacilityRow, night: date, law: Law) -> Setting:
    """Return the setting of one night."""
    return lookup(session, [place], night, night, law)(place, night)


def lookup(
    session: Session, places: Collection[FacilityRow], first: date, last: date, law: Law
) -> SettingOn:
    """Return a function that knows the setting of each place on each night from first to last.

    Capacities and closures are read once for each place, not once for each night.
    """
    grounds = registry.grounds(session)
    known = {
        place.id: (
            registry.capacities(session, place.id),
            registry.closures(session, place.id, first, last),
            _usable(grounds, place),
        )
        for place in places
    }

    bands: dict[tuple[str, str, date], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def bands_on(place: FacilityRow, night: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        key = (place.community.katottg, place.kind, night)
        if key not in bands:
            rates = law.rates_on(place, night)
            bands[key] = (rates.domestic_bands, rates.inbound_bands) if rates else ((), ())
        return bands[key]

    def setting_on(place: FacilityRow, night: date) -> Setting:
        capacities, closures, usable_grounds = known[place.id]
        capacity = _in_force(capacities, night)
        domestic, inbound = bands_on(place, night)
        return Setting(
            opened=place.opened,
            closed=place.closed,
            closure=_closure(closures, night),
            rooms=capacity.rooms if capacity else None,
            places=capacity.places if capacity else 0,
            extra_places=capacity.extra_places if capacity else 0,
            grounds=usable_grounds,
            domestic_bands=domestic,
            inbound_bands=inbound,
        )

    return setting_on


def _usable(grounds: Collection[GroundRow], place: FacilityRow) -> dict[str, bool]:
    return {ground.code: usable(ground.only_for, place.kind, place.law_group) for ground in grounds}


def _in_force(capacities: list[CapacityRow], night: date) -> CapacityRow | None:
    at = bisect_right([each.valid_from for each in capacities], night)
    return capacities[at - 1] if at else None


def _closure(closures: list[ClosureRow], night: date) -> tuple[date, date] | None:
    for each in closures:
        if each.date_from <= night <= each.date_to:
            return each.date_from, each.date_to
    return None
