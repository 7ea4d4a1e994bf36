"""One facility: its nights against what was plausible, and everything that is known of it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from occupancy import clock
from occupancy.agency import listing, nights, reach, readings
from occupancy.agency.blueprint import bp
from occupancy.agency.nights import NightLine
from occupancy.citations import queries as citations
from occupancy.filings.rules import night_of
from occupancy.registry import queries as registry
from occupancy.scans import queries as scans
from occupancy.web import formats
from occupancy.web.charts import small
from occupancy.web.db import db
from occupancy.web.guards import facility_or_404, only

#: Spans that can be chosen besides a month, in nights.
SPANS = (30, 90)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
#: How far back nights that nobody filed are told.
GAPS = 90


@dataclass(frozen=True)
class Sheet:
    """One chart with its nights and heading."""

    title: str
    lines: list[NightLine]
    picture: Markup
    keys: list[str]


@bp.get("/facilities/<code>")
@only(*reach.READERS)
def facility(code: str) -> ResponseReturnValue:
    """Show a facility; ``?nights=30|90`` or ``?month=2026-11`` choose what the charts hold."""
    place = facility_or_404(db.session, code, *reach.READERS)
    newest = night_of(clock.now()) - timedelta(days=1)
    capacities = registry.capacities(db.session, place.id)
    chosen, first, last = _span(request.args.get("month"), request.args.get("nights"), newest)
    year_ago = newest - timedelta(days=365)
    recent = nights.between(db.session, place, newest - timedelta(days=GAPS - 1), newest)
    run = scans.latest(db.session)
    flags = scans.flags_of(db.session, place.id)
    gaps = any(each.is_open for each in flags)
    visits = reach.visits_of(db.session, place)
    return render_template(
        "agency/facility.html",
        place=place,
        capacity=registry.capacity_on(db.session, place.id, newest),
        capacities=capacities,
        closures=registry.closures(db.session, place.id, year_ago, newest + timedelta(days=365)),
        sheets=_sheets(place, first, last, gaps) if first <= last else [],
        gaps=gaps,
        chosen=chosen,
        months=_months(newest),
        missing=nights.missing_spans(recent),
        missing_count=sum(line.state == "missing" for line in recent),
        recent=GAPS,
        flags=listing.lines(db.session, flags, now=clock.now()),
        meters=readings.meters(db.session, place.id, newest, run.id if run else None),
        kind_words=readings.kind_words,
        words=listing,
        bar=small.weight,
        visits=visits,
        papers=citations.of_visits(db.session, [visit.id for visit in visits]),
    )


def _span(month: str | None, count: str | None, newest: date) -> tuple[str, date, date]:
    """Return what was chosen and its nights; never later than the newest night that is over."""
    if month and (found := _MONTH.fullmatch(month)):
        year, number = int(found[1]), int(found[2])
        last = date(year, number, monthrange(year, number)[1])
        return month, date(year, number, 1), min(last, newest)
    length = int(count) if count in [str(each) for each in SPANS] else SPANS[0]
    return str(length), newest - timedelta(days=length - 1), newest


def _months(newest: date) -> list[tuple[str, str]]:
    """Return the last fourteen months as choices, newest first."""
    months = []
    first = newest.replace(day=1)
    for _ in range(14):
        months.append((f"{first:%Y-%m}", formats.month(first)))
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def _sheets(place: registry.FacilityRow, first: date, last: date, gaps: bool) -> list[Sheet]:
    """Return the charts of a span, newest nights first, each of at most 31 columns.

    ``gaps``: with the expected gap of each night, as while a signal is open.
    """
    sheets = []
    end = last
    while end >= first:
        begin = max(first, end - timedelta(days=_columns(first, last) - 1))
        lines = nights.between(db.session, place, begin, end)
        capacity = registry.capacity_on(db.session, place.id, end)
        title = f"{formats.day_and_month(begin)} – {formats.day(end)}"
        sheets.append(
            Sheet(
                title,
                lines,
                nights.draw(
                    lines,
                    capacity.places if capacity else 0,
                    title=gettext("Гостей за ніч: заявлено і правдоподібний діапазон"),
                    desc=title,
                    closed=gettext("зч"),
                    gaps=gaps,
                ),
                nights.keys(lines, gaps=gaps),
            )
        )
        end = begin - timedelta(days=1)
    return sheets


def _columns(first: date, last: date) -> int:
    """Return how many nights a chart holds: a month whole, longer spans by thirty."""
    span = (last - first).days + 1
    return span if span <= nights.MOST else 30
