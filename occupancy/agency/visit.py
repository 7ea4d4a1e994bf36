"""Sending inspectors because of a signal: who, on which night, by which order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.filings.rules import night_of
from occupancy.filings.schemas.fields import NotText
from occupancy.inspections import services as inspections
from occupancy.inspections.commands import PlanVisit
from occupancy.scans import services as scans
from occupancy.web import formats
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told

#: The longest number of an order that the registry keeps.
LONGEST_ORDER = 80

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


class DateUnreadable(Refusal):
    """The field holds no date."""

    code = "agency.date_unreadable"


class InspectorMissing(Refusal):
    """Nobody was chosen to go."""

    code = "agency.inspector_missing"


class OrderTooLong(Refusal):
    """The order's number has more characters than are kept."""

    code = "agency.order_too_long"


@bp.get("/flags/<int(max=2147483647):flag_id>/visit")
@only(*reach.PLANNERS)
def visit_form(flag_id: int) -> ResponseReturnValue:
    """Ask who goes and when; tonight is offered until inspectors have left for it."""
    found, _ = reach.flag_or_404(db.session, flag_id, *reach.PLANNERS)
    if not found.is_open:
        return redirect(url_for("agency.flag", flag_id=flag_id), 303)
    today = clock.in_kyiv(clock.now()).date()
    typed = {"night": today.isoformat(), "order_date": today.isoformat()}
    return _page(flag_id, typed)


@bp.post("/flags/<int(max=2147483647):flag_id>/visit")
@only(*reach.PLANNERS)
def plan(flag_id: int) -> ResponseReturnValue:
    """Plan the visit and note the decision, both or neither."""
    found, _ = reach.flag_or_404(db.session, flag_id, *reach.PLANNERS)
    actor, now = current_actor(), clock.now()
    try:
        command = _command(request.form, found.facility_id, flag_id)
        with saving(db.session) as session:
            scans.send_visit(session, flag_id, actor_id=actor.person_id, now=now)
            planned = inspections.plan_visit(session, command, actor_id=actor.person_id, now=now)
    except Refusals as several:
        return _page(flag_id, request.form, told(several.refusals)), 422
    except Refusal as refusal:
        return _page(flag_id, request.form, told([refusal])), refusal.status
    flash(
        gettext(
            "Обстеження заплановано на ніч %(night)s. Заклад цього не бачить.",
            night=formats.night(planned.night),
        ),
        "ok",
    )
    return redirect(url_for("agency.flag", flag_id=flag_id), 303)


def _command(form: Mapping[str, str], facility_id: int, flag_id: int) -> PlanVisit:
    """Return what was asked for; raises ``Refusals`` naming every field that cannot be read."""
    refused: list[Refusal] = []

    def day(name: str) -> date:
        typed = form.get(name, "").strip()
        try:
            # fromisoformat alone would also take 2026-W01-1 and 20261124.
            return date.fromisoformat(typed if _DAY.fullmatch(typed) else "")
        except ValueError:
            refused.append(DateUnreadable(field=name))
            return date.min

    first, second = form.get("inspector_id", ""), form.get("second_inspector_id", "")
    if not _number(first):
        refused.append(InspectorMissing(field="inspector_id"))
    if second.strip() and not _number(second):
        refused.append(InspectorMissing(field="second_inspector_id"))
    order_no = " ".join(form.get("order_no", "").split())
    if not order_no.isprintable():
        refused.append(NotText(field="order_no"))
    elif len(order_no) > LONGEST_ORDER:
        refused.append(OrderTooLong(field="order_no", most=LONGEST_ORDER))
    night, order_date = day("night"), day("order_date")
    if refused:
        raise Refusals(refused)
    return PlanVisit(
        facility_id=facility_id,
        night=night,
        inspector_id=_number(first),
        second_inspector_id=_number(second) or None,
        origin="signal",
        flag_id=flag_id,
        order_no=order_no,
        order_date=order_date,
    )


def _number(text: str) -> int:
    """Return a person's number from the form, 0 where nothing sensible stands."""
    known = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if known else 0


def _page(flag_id: int, typed: Mapping[str, str], refused: list[Told] | None = None) -> str:
    found, place = reach.flag_or_404(db.session, flag_id, *reach.PLANNERS)
    tonight = night_of(clock.now())
    return render_template(
        "agency/flag_visit.html",
        flag=found,
        place=place,
        inspectors=accounts.inspectors(db.session, place.community.katottg, tonight),
        typed=typed,
        first_night=tonight.isoformat(),
        last_night=(tonight + timedelta(days=60)).isoformat(),
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
    )
