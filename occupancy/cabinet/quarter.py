"""The running quarter: what is owed line by line, by which rate, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occupancy.accounts.roles import Role
from occupancy.cabinet import reach, sums
from occupancy.cabinet.blueprint import bp
from occupancy.cabinet.night_fields import price_words
from occupancy.cabinet.sums import Sums
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.ledger import queries as ledger
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.tax.quarters import DueDates, Quarter, due_dates
from occupancy.tax.refusals import NoDeadline
from occupancy.tax.tables import released
from occupancy.web.db import db
from occupancy.web.guards import only


@dataclass(frozen=True)
class Card:
    """A quarter of one facility; ``filed`` nights so far, ``exempt`` guests by ground."""

    quarter: Quarter
    sums: Sums
    dates: DueDates | None
    filed: int
    exempt: dict[str, int]
    accrued: int

    @property
    def exempt_total(self) -> int:
        """Return the guest-nights without tax."""
        return sum(self.exempt.values())

    @property
    def unverified_dates(self) -> bool:
        """Tell whether no lawyer stands behind one of the terms."""
        return self.dates is not None and any(rule.unverified for rule in self.dates.rules)


def card(session: Session, place: FacilityRow, day: date) -> Card:
    """Return the quarter that ``day`` lies in, as far as it is filed."""
    quarter = Quarter.of(day)
    rows = filings.between(session, place.id, quarter.first, quarter.last)
    exempt: dict[str, int] = {}
    for row in rows.values():
        for ground, guests in row.exempt.items():
            exempt[ground] = exempt.get(ground, 0) + guests
    return Card(
        quarter=quarter,
        sums=sums.of_nights(session, place, rows.values()),
        dates=_dates(quarter),
        filed=len(rows),
        exempt=dict(sorted(exempt.items(), key=lambda pair: -pair[1])),
        accrued=ledger.accrued_between(session, place.id, quarter.first, quarter.last),
    )


@bp.get("/<code>/quarter")
@only(Role.OPERATOR)
def quarter(code: str) -> ResponseReturnValue:
    """Show a quarter (``?of=2026-Q4``; the running one by default) line by line."""
    place = reach.place_or_404(code, Role.OPERATOR)
    now = Quarter.of(reach.tonight())
    shown = _wanted(request.args.get("of"), now)
    return render_template(
        "cabinet/quarter.html",
        card=card(db.session, place, shown.first),
        now=now,
        newer=shown.next if shown < now else None,
        side_words=sums.side_words,
        unit=sums.unit,
        price_words=price_words,
        ground_names={
            ground.code: reach.here(ground.name_uk, ground.name_en)
            for ground in registry.grounds(db.session)
        },
    )


def _wanted(text: str | None, now: Quarter) -> Quarter:
    if text is None:
        return now
    try:
        wanted = Quarter.parse(text)
    except ValueError:
        raise NotYours() from None
    if not 1990 <= wanted.year <= 2200 or wanted > now:
        raise NotYours()
    return wanted


def _dates(quarter: Quarter) -> DueDates | None:
    try:
        return due_dates(quarter, released().deadlines)
    except NoDeadline:
        return None
