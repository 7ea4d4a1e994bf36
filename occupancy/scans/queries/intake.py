"""Rows → arrays: what the detector is asked, with a digest that makes it repeatable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from anomaly.outside import Checks, Evidence
from anomaly.panel import Facilities, Panel
from occupancy.evidence.commands import PastCheck
from occupancy.filings import queries as filings
from occupancy.filings.models import FilingRevision
from occupancy.registry.models import Capacity, Closure, Facility
from occupancy.scans.queries import digests, outside

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Intake:
    """One question to the detector: F facilities over T nights, in the order of their codes.

    ``ids`` (F,): the registry's numbers · ``panel``: what the detector sees · ``due`` (F,):
    kopiykas of tax due for the standing filings of the window, and ``taxed`` (F,): their
    guest-nights, exempt ones among them · ``corrected_up`` (F,): guest-nights added by the
    facility's own corrections · ``filed``: number of filed nights · ``evidence`` and ``checks``:
    what is known from outside, sorted; None where nothing is.
    """

    ids: Whole
    communities: tuple[str, ...]
    panel: Panel
    due: Whole
    taxed: Whole
    corrected_up: Whole
    filed: int
    evidence: Evidence | None = None
    checks: Checks | None = None

    def digest(self) -> str:
        """Return SHA-256 (hex) over everything above; equal for equal questions, on any machine."""
        return digests.of_all(self.panel, self.evidence, self.checks, (self.due, self.taxed))


def intake(session: Session, first: date, last: date, visits: Collection[PastCheck] = ()) -> Intake:
    """Read the nights ``first`` to ``last`` of every facility that was in business in them.

    ``visits`` are what our own inspectors counted; of the same night they go before an imported
    check.
    """
    # sorted here: two databases may put the same codes in different orders
    places = sorted(_facilities(session, first, last), key=lambda row: row.code)
    ids = np.array([row.id for row in places], dtype=np.int64)
    row_of = {row.id: number for number, row in enumerate(places)}
    span = (last - first).days + 1
    shape = (len(ids), span)
    rows = [row for row in filings.standing_all(session, first, last) if row.facility_id in row_of]
    at = np.array([row_of[row.facility_id] for row in rows], dtype=np.intp)
    night = np.array([row.night.toordinal() for row in rows], dtype=np.int64) - first.toordinal()
    cell = (at, night)

    def spread(values: Sequence[float | None]) -> Numbers:
        sheet = np.full(shape, np.nan)
        sheet[cell] = np.array(values, dtype=np.float64)
        return sheet

    guests = spread([row.guests for row in rows])
    first_guests = guests.copy()
    for facility_id, day, filed_first in _before_correction(session, first, last):
        if facility_id in row_of:
            first_guests[row_of[facility_id], (day - first).days] = filed_first
    due, taxed = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
    known = np.array([row.due_kopiykas is not None for row in rows], dtype=bool)
    np.add.at(due, at[known], [row.due_kopiykas for row in rows if row.due_kopiykas is not None])
    np.add.at(taxed, at[known], [row.guests for row in rows if row.due_kopiykas is not None])
    panel = Panel(
        facilities=_described(places, _capacities(session, last)),
        dates=np.datetime64(first, "D") + np.arange(span),
        rooms_occupied=spread([row.rooms for row in rows]),
        guests=guests,
        arrivals=spread([row.arrivals for row in rows]),
        exempt=spread([row.exempt_total for row in rows]),
        first_guests=first_guests,
        shut=_shut(session, first, last, row_of, shape),
    )
    added = np.nansum(np.maximum(guests - first_guests, 0.0), axis=1).astype(np.int64)
    communities = tuple(row.community_katottg for row in places)
    codes = {row.id: row.code for row in places}
    return Intake(
        ids,
        communities,
        panel,
        due,
        taxed,
        added,
        len(rows),
        outside.evidence(session, first, last, codes),
        outside.checks(session, first, last, codes, visits),
    )


def _facilities(session: Session, first: date, last: date) -> Sequence[Any]:
    return session.execute(
        select(
            Facility.id,
            Facility.code,
            Facility.community_katottg,
            Facility.kind,
            Facility.stars,
            Facility.lat,
            Facility.lon,
            Facility.opened,
            Facility.closed,
        ).where(
            or_(Facility.opened.is_(None), Facility.opened <= last),
            or_(Facility.closed.is_(None), Facility.closed >= first),
        )
    ).all()


def _before_correction(session: Session, first: date, last: date) -> list[tuple[int, date, int]]:
    """Return (facility, night, guests) of the last figure that stood before any correction."""
    corrected = (
        select(FilingRevision.facility_id, FilingRevision.night)
        .where(FilingRevision.night.between(first, last), FilingRevision.kind == "correction")
        .distinct()
        .subquery()
    )
    figures = session.execute(
        select(FilingRevision.facility_id, FilingRevision.night, FilingRevision.guests)
        .join(
            corrected,
            and_(
                FilingRevision.facility_id == corrected.c.facility_id,
                FilingRevision.night == corrected.c.night,
            ),
        )
        .where(FilingRevision.kind == "figure")
        .order_by(FilingRevision.facility_id, FilingRevision.night, FilingRevision.number)
    )
    last_figure = {(row.facility_id, row.night): row.guests for row in figures}
    return [(facility_id, night, guests) for (facility_id, night), guests in last_figure.items()]


def _capacities(session: Session, last: date) -> dict[int, Any]:
    """Return the capacity in force on ``last``, by facility; before its first one, that one."""
    rows = session.execute(
        select(Capacity.facility_id, Capacity.valid_from, Capacity.rooms, Capacity.places).order_by(
            Capacity.facility_id, Capacity.valid_from
        )
    )
    found: dict[int, Any] = {}
    for row in rows:
        if row.valid_from <= last or row.facility_id not in found:
            found[row.facility_id] = row
    return found


def _described(places: Sequence[Any], capacities: dict[int, Any]) -> Facilities:
    holds = [capacities.get(row.id) for row in places]
    return Facilities.of(
        [row.code for row in places],
        community=[row.community_katottg for row in places],
        category=[row.kind for row in places],
        stars=_known([row.stars for row in places]),
        rooms=_known([each.rooms if each else None for each in holds]),
        beds=_known([each.places if each else None for each in holds]),
        lat=_known([row.lat for row in places]),
        lon=_known([row.lon for row in places]),
        opened=[np.datetime64(row.opened or "NaT", "D") for row in places],
        closed=[np.datetime64(row.closed or "NaT", "D") for row in places],
    )


def _known(values: Sequence[float | None]) -> list[float]:
    return [np.nan if value is None else float(value) for value in values]


def _shut(
    session: Session, first: date, last: date, row_of: dict[int, int], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """Mark the nights on which a facility was declared closed."""
    sheet = np.zeros(shape, dtype=bool)
    rows = session.execute(
        select(Closure.facility_id, Closure.date_from, Closure.date_to).where(
            Closure.date_from <= last, Closure.date_to >= first, Closure.withdrawn_at.is_(None)
        )
    )
    for facility_id, begin, end in rows:
        if facility_id in row_of:
            left = max((begin - first).days, 0)
            sheet[row_of[facility_id], left : (end - first).days + 1] = True
    return sheet
