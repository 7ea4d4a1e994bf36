"""The month: a façade of lit windows, what is missing, and the running quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occupancy.cabinet import explanations, quarter, reach
from occupancy.cabinet.blueprint import bp
from occupancy.filings import queries as filings
from occupancy.filings.queries import RevisionRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import ClosureRow, FacilityRow
from occupancy.scans import queries as scans
from occupancy.web.db import db
from occupancy.web.guards import only


@dataclass(frozen=True)
class Window:
    """One night of the façade; ``number`` is its guests."""

    date: date
    state: str
    number: int | None
    question: bool
    url: str | None
    standing: RevisionRow | None


@bp.get("/<code>/months")
@only(*reach.FILERS)
def this_month(code: str) -> ResponseReturnValue:
    """Lead to the month of tonight."""
    place = reach.place_or_404(code)
    return redirect(url_for("cabinet.month", code=place.code, month=f"{reach.tonight():%Y-%m}"))


@bp.get("/<code>/months/<month>")
@only(*reach.FILERS)
def month(code: str, month: str) -> ResponseReturnValue:
    """Show a month of one facility."""
    place = reach.place_or_404(code)
    first = reach.month_or_404(month)
    windows = of_month(db.session, place, first)
    capacity = registry.capacity_on(db.session, place.id, windows[-1].date)
    money = reach.sees_money(place)
    return render_template(
        "cabinet/month.html",
        first=first,
        before=first - timedelta(days=1),
        after=windows[-1].date + timedelta(days=1),
        windows=windows,
        missing=[each.date for each in windows if each.state == "missing"],
        counts=_counts(windows),
        capacity=capacity,
        tonight=reach.tonight(),
        quarter_of=quarter.card(db.session, place, min(windows[-1].date, reach.tonight()))
        if money
        else None,
        reason_words=explanations.shown,
    )


def of_month(session: Session, place: FacilityRow, first: date) -> list[Window]:
    """Return the windows of the month that begins on ``first``."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    histories = filings.histories(session, place.id, first, last)
    shut = registry.closures(session, place.id, first, last)
    asked = _asked(session, place)
    began = filings.first_night(session, place.id)
    return [
        _window(place, first + timedelta(days=n), histories, shut, asked, began)
        for n in range((last - first).days + 1)
    ]


def _window(
    place: FacilityRow,
    night: date,
    histories: Mapping[date, Sequence[RevisionRow]],
    shut: Sequence[ClosureRow],
    asked: frozenset[date],
    began: date | None,
) -> Window:
    said = histories.get(night, ())
    standing = said[-1] if said else None
    state = _state(place, night, said, shut, began)
    openable = standing is not None or state in ("missing", "closed", "today")
    url = url_for("cabinet.night", code=place.code, night=night.isoformat()) if openable else None
    if night == reach.tonight():
        url = url_for("cabinet.tonight", code=place.code)
    return Window(
        date=night,
        state=state,
        number=standing.guests if standing else None,
        question=night in asked,
        url=url,
        standing=standing,
    )


def _state(
    place: FacilityRow,
    night: date,
    said: Sequence[RevisionRow],
    shut: Sequence[ClosureRow],
    began: date | None,
) -> str:
    tonight = reach.tonight()
    if said:
        return _filed_state(said)
    if any(each.date_from <= night <= each.date_to for each in shut):
        return "closed"
    if (place.opened and night < place.opened) or (place.closed and night > place.closed):
        return "next"
    if night == tonight:
        return "today"
    # Nights before the facility's first figure are not gaps: it had not begun to file.
    if night > tonight or began is None or night < began:
        return "next"
    return "missing"


def _filed_state(said: Sequence[RevisionRow]) -> str:
    """Return how a filed night looks: a correction before lateness, lateness before emptiness.

    Nights taken in by the office from old books were never due by an evening hour.
    """
    if said[-1].kind == "correction":
        return "fixed"
    if said[0].after_cutoff and said[0].source != "import":
        return "late"
    return "filed" if said[-1].guests else "zero"


def _asked(session: Session, place: FacilityRow) -> frozenset[date]:
    """Return the nights that the facility is asked about; the same for every reader of the page."""
    if not reach.sees_money(place):
        return frozenset()
    return frozenset(
        night
        for flag in scans.questions_for(session, place.id)
        for reason in flag.seen.reasons
        for night in reason.nights
    )


def _counts(windows: Sequence[Window]) -> dict[str, int]:
    return {
        "filed": sum(each.standing is not None for each in windows),
        "closed": sum(each.state == "closed" for each in windows),
        "missing": sum(each.state == "missing" for each in windows),
    }
