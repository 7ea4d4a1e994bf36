"""Closed nights: one period, declared once, no figures asked for; opening again is one press."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.cabinet import reach
from occupancy.cabinet.blueprint import bp
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.filings.schemas import period_of
from occupancy.filings.services import close_nights
from occupancy.registry import queries as registry
from occupancy.registry import services
from occupancy.registry.queries import FacilityRow
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import told

#: How far back and ahead periods are listed.
SHOWN = timedelta(days=400)


@bp.get("/<code>/closures")
@only(Role.OPERATOR)
def closures(code: str) -> ResponseReturnValue:
    """Show the closed periods and the form for one more (``?from=`` fills the first night)."""
    place = reach.place_or_404(code, Role.OPERATOR)
    start = request.args.get("from", "")
    return _page(place, {"date_from": start, "date_to": start})


@bp.post("/<code>/closures")
@only(Role.OPERATOR)
def close(code: str) -> ResponseReturnValue:
    """Declare a period closed."""
    place = reach.place_or_404(code, Role.OPERATOR)
    typed = {name: request.form.get(name, "") for name in ("date_from", "date_to", "reason")}
    try:
        first, last = period_of(typed)
        with saving(db.session) as session:
            close_nights(
                session,
                place.id,
                first,
                last,
                typed["reason"],
                actor_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusals as error:
        return _page(place, typed, error.refusals), 422
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(place, typed, [refusal]), refusal.status
    flash(gettext("Ці ночі зачинено. Чисел за них не чекаємо."), "ok")
    return redirect(url_for("cabinet.closures", code=place.code), 303)


@bp.post("/<code>/closures/<int(max=2147483647):closure_id>/open")
@only(Role.OPERATOR)
def open_again(code: str, closure_id: int) -> ResponseReturnValue:
    """Open again from tonight on."""
    place = reach.place_or_404(code, Role.OPERATOR)
    try:
        with saving(db.session) as session:
            services.withdraw_closure(
                session,
                place.id,
                closure_id,
                tonight=reach.tonight(),
                actor_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(place, {}, [refusal]), refusal.status
    flash(gettext("Заклад відкрито від цієї ночі."), "ok")
    return redirect(url_for("cabinet.closures", code=place.code), 303)


def reasons() -> list[tuple[str, str]]:
    """Return why a house may be shut, as kept and in words."""
    return [
        ("season", gettext("не сезон")),
        ("repair", gettext("ремонт")),
        ("power", gettext("немає світла чи води")),
        ("rented", gettext("здано надовго")),
        ("other", gettext("інше")),
    ]


def _page(
    place: FacilityRow, typed: Mapping[str, str], refusals: list[Refusal] | None = None
) -> str:
    tonight = reach.tonight()
    sentences = told(refusals or [])
    errors: dict[str, list[str]] = {}
    for each in sentences:
        errors.setdefault(each.field, []).append(each.sentence)
    found = registry.closures(db.session, place.id, tonight - SHOWN, tonight + SHOWN)
    return render_template(
        "cabinet/closures.html",
        typed=typed,
        told=sentences,
        errors=errors,
        ahead=[each for each in found if each.date_to >= tonight],
        past=[each for each in reversed(found) if each.date_to < tonight],
        reasons=reasons(),
        reason_words=dict(reasons()),
    )
