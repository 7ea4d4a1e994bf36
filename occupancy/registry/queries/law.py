"""The law as the tables of this server hold it, in the form the arithmetic takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.registry.models import MinimumWage, RateRule
from occupancy.registry.queries.places import FacilityRow
from occupancy.tax import money
from occupancy.tax.amounts import BandSplit, NightDue, Wage, night_due, wage_for
from occupancy.tax.rates import NightRates, Rate, RateTable, kinds
from occupancy.tax.refusals import NoRate, NoWage, SplitDoesNotAdd, SplitNeeded
from occupancy.tax.tables import released


@dataclass(frozen=True)
class Law:
    """Rates of some communities and the minimum wages by year."""

    rates: RateTable
    wages: Mapping[int, Wage]

    def rates_on(self, place: FacilityRow, night: date) -> NightRates | None:
        """Return what the council asks of a place on ``night``; None where there is no tax."""
        try:
            return self.rates.rates_for(night, place.community.katottg, place.kind)
        except NoRate:
            return None

    def due(
        self,
        place: FacilityRow,
        night: date,
        domestic: int,
        inbound: int,
        bands: Sequence[BandSplit] | None,
    ) -> NightDue | None:
        """Return what a night's taxable guests owe; None where it cannot be told.

        That is where no rate or wage is known, or where guests were not split by the price bands
        of the rate (figures older than the council's bands).
        """
        in_force = self.rates_on(place, night)
        if in_force is None:
            return None
        try:
            return night_due(in_force, wage_for(night, self.wages), domestic, inbound, bands)
        except (NoRate, NoWage, SplitNeeded, SplitDoesNotAdd):
            return None


def law(session: Session, communities: Collection[str] | None = None) -> Law:
    """Return the law of these communities, or of all."""
    return Law(RateTable(rates(session, communities), released().caps), wages(session))


def rates(session: Session, communities: Collection[str] | None = None) -> tuple[Rate, ...]:
    """Return the lines of the councils' decisions, of all times."""
    query = select(RateRule).order_by(RateRule.id)
    if communities is not None:
        query = query.where(RateRule.community.in_(communities))
    return tuple(_rate(found) for found in session.scalars(query))


def wages(session: Session) -> dict[int, Wage]:
    """Return the minimum wage of 1 January by year."""
    return {
        found.year: Wage(found.year, found.kopiykas, found.source, found.mark, found.note or "")
        for found in session.scalars(select(MinimumWage))
    }


def _rate(found: RateRule) -> Rate:
    return Rate(
        katottg=found.community,
        tourism_type=found.tourism_type,
        percent=money.percent(found.percent),
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        facility_kinds=kinds(found.facility_kinds),
        price_basis=found.price_basis,
        band=found.band,
        price_from=found.price_from,
        price_to=found.price_to,
        edge=found.edge,
        decision_no=found.decision_no,
        decision_date=found.decision_date,
        decision_url=found.decision_url,
        source=found.source,
        mark=found.mark,
        demo=found.demo,
    )
