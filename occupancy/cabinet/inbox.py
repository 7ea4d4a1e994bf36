"""The box: questions that the facility was asked, with the reasons the agency sees."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from occupancy.accounts.roles import Role
from occupancy.attachments.rules import REPLY_FILE
from occupancy.cabinet import reach
from occupancy.cabinet.blueprint import bp
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.inspections import queries as inspections
from occupancy.inspections.queries import RightSoFar
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.scans import queries as scans
from occupancy.scans import rules
from occupancy.scans.queries import FlagRow
from occupancy.web import formats, reasons
from occupancy.web.charts import declared_band, small
from occupancy.web.charts.band_layers import LEAST_GAP
from occupancy.web.charts.declared_band import Night
from occupancy.web.db import db
from occupancy.web.guards import only
from occupancy.web.words import Told

#: Nights of the chart: what a phone shows with readable words.
SHOWN = 15


@bp.get("/<code>/inbox")
@only(Role.OPERATOR)
def inbox(code: str) -> ResponseReturnValue:
    """Show the questions that are open."""
    place = reach.place_or_404(code, Role.OPERATOR)
    return render_template(
        "cabinet/inbox.html",
        open_questions=[
            (flag, focus(db.session, flag)) for flag in scans.questions_for(db.session, place.id)
        ],
        title_of=reasons.title_of,
    )


@bp.get("/<code>/questions/<int(max=2147483647):flag_id>")
@only(Role.OPERATOR)
def question(code: str, flag_id: int) -> ResponseReturnValue:
    """Show why we ask: the same reasons and numbers that the agency sees."""
    return page(reach.place_or_404(code, Role.OPERATOR), flag_id)


def question_or_404(place: FacilityRow, flag_id: int) -> FlagRow:
    """Return an open question that the facility was asked; any other does not exist."""
    asked = {flag.id: flag for flag in scans.questions_for(db.session, place.id)}
    flag = asked.get(flag_id)
    if flag is None:
        raise NotYours()
    return flag


def page(
    place: FacilityRow, flag_id: int, typed: str = "", refused: list[Told] | None = None
) -> str:
    """Return the page of a question, with what was typed into its answer."""
    flag = question_or_404(place, flag_id)
    night = focus(db.session, flag)
    shown = columns(db.session, place, flag, night)
    capacity = registry.capacity_on(db.session, place.id, night)
    words = reasons.all_in_words(flag.seen.reasons)
    return render_template(
        "cabinet/question.html",
        flag=flag,
        focus=night,
        band=scans.band_on(db.session, place.id, night),
        standing=filings.standing(db.session, place.id, night),
        surprising=[each for each in words if not each.honest],
        honest=[each for each in words if each.honest],
        bar=small.weight,
        compared=len(scans.peers_of(db.session, flag.latest_run, place.id)),
        right=_right(flag),
        rare=reasons.rare(flag.seen.p_value),
        chart=_draw(shown, capacity.places if capacity else 0),
        rows=declared_band.rows(shown),
        keys=_keys(shown),
        plausible=reasons.plausible(flag.seen),
        capacity=capacity,
        run=scans.run(db.session, flag.latest_run),
        replies=scans.replies(db.session, flag.id),
        most_files=REPLY_FILE.most_files,
        typed=typed,
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
    )


def focus(session: Session, flag: FlagRow) -> date:
    """Return the night that the question is told by, the same as on the agency's page."""
    telling = [night for reason in flag.seen.reasons for night in reason.nights]
    last = flag.seen.date_to
    bands = scans.bands(session, flag.facility_id, last - timedelta(days=rules.SHOWN - 1), last)
    hidden = {night: band.hidden for night, band in bands.items()}
    return rules.night_to_tell(telling, hidden) or max(telling, default=last)


def columns(session: Session, place: FacilityRow, flag: FlagRow, night: date) -> list[Night]:
    """Return the nights around the question as the chart wants them."""
    last = min(night + timedelta(days=SHOWN // 2), flag.seen.date_to)
    first = last - timedelta(days=SHOWN - 1)
    standing = filings.between(session, place.id, first, last)
    bands = scans.bands(session, place.id, first, last)
    shut = registry.closures(session, place.id, first, last)
    telling = {day for reason in flag.seen.reasons for day in reason.nights}
    found: list[Night] = []
    for day in (first + timedelta(days=n) for n in range(SHOWN)):
        band, stands = bands.get(day), standing.get(day)
        found.append(
            Night(
                night=day,
                weekday=formats.weekday(day),
                declared=stands.guests if stands else None,
                band80=(band.low80, band.high80) if band else None,
                band95=(band.low95, band.high95) if band else None,
                likely=band.expected if band else None,
                with_gap=stands.guests + band.hidden
                if stands and band and band.declared == stands.guests
                else None,
                closed=stands is None
                and any(each.date_from <= day <= each.date_to for each in shut),
                question=day in telling or day == night,
            )
        )
    return found


def _right(flag: FlagRow) -> RightSoFar | None:
    """Return how often questions like this one were right; the same for every facility."""
    if not flag.seen.reasons:
        return None
    found = inspections.right_so_far(db.session, flag.seen.reasons[0].code)
    return found if found.visits else None


def _keys(nights: list[Night]) -> list[str]:
    """Return the legend's keys: only of what is drawn."""
    banded = any(night.has_band for night in nights)
    gaps = any((night.gap or 0.0) >= LEAST_GAP for night in nights)
    return [
        "declared",
        *(["gap"] if gaps else []),
        *(["b80", "b95", "mid"] if banded else []),
        "capacity",
        "question",
    ]


def _draw(nights: list[Night], places: int) -> Markup:
    return declared_band.draw(
        nights,
        places,
        title=gettext("Гостей за ніч: ви подали і що ми очікували"),
        closed=gettext("зч"),
        width=declared_band.NARROW,
    )
