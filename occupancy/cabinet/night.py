"""One night: filing it, what stands, what was said before, and a correction with its reason."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from flask import (
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.cabinet import amount, explanations, month, night_form, reach
from occupancy.cabinet.blueprint import bp
from occupancy.cabinet.night_fields import ground_words
from occupancy.cabinet.night_form import NightForm
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.filings import queries as filings
from occupancy.filings import rules
from occupancy.filings.queries import RevisionRow
from occupancy.filings.services import Receipt, file_night
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.web.charts import house
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only


@bp.get("/<code>/tonight")
@only(*reach.FILERS)
def tonight(code: str) -> ResponseReturnValue:
    """Show the night that runs now: its form, or what stands for it."""
    place = reach.place_or_404(code)
    night = reach.tonight()
    standing = filings.standing(db.session, place.id, night)
    if standing and not request.args.get("edit"):
        return _page("cabinet/tonight_filed.html", place, night, standing=standing)
    if standing:
        return _form_page(night_form.editing(db.session, place, standing))
    if _shut(db.session, place, night):
        return _told(place, night, [])
    return _form_page(night_form.blank(db.session, place, night))


@bp.get("/<code>/nights/<night>")
@only(*reach.FILERS)
def night(code: str, night: str) -> ResponseReturnValue:
    """Show what was said of a night, or the form where nothing was said yet."""
    place = reach.place_or_404(code)
    day = reach.night_or_404(night)
    said = filings.revisions(db.session, place.id, day)
    if said and request.args.get("edit"):
        return _form_page(night_form.editing(db.session, place, said[-1]))
    if not said and day <= reach.tonight() and not _shut(db.session, place, day):
        return _form_page(night_form.blank(db.session, place, day))
    return _told(place, day, said)


@bp.post("/<code>/nights/<night>")
@only(*reach.FILERS)
def file(code: str, night: str) -> ResponseReturnValue:
    """File or correct a night; the quick choices only fill the form and file nothing."""
    place = reach.place_or_404(code)
    form = night_form.sent(db.session, place, reach.night_or_404(night), request.form)
    if choice := request.form.get(night_form.FILL):
        return _form_page(night_form.filled(form, choice))
    try:
        with saving(db.session) as session:
            receipt = file_night(
                session,
                form.command(),
                source="cabinet",
                author_id=current_actor().person_id,
                now=clock.now(),
            )
    except Refusals as error:
        return _refused(form, error.refusals)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _refused(form, [refusal])
    _say(receipt)
    return redirect(url_for("cabinet.receipt", code=place.code, number=receipt.receipt_no), 303)


@bp.post("/<code>/nights/<night>/amount")
@only(*reach.FILERS)
def live_amount(code: str, night: str) -> Response:
    """Return what the typed numbers come to, in words, for the foot bar."""
    place = reach.place_or_404(code)
    form = night_form.sent(db.session, place, reach.night_or_404(night), request.form)
    return jsonify(amount.of(db.session, form, money=reach.sees_money(place)))


def _told(place: FacilityRow, night: date, said: list[RevisionRow]) -> str:
    """Show what was said of a night, newest first, each change with what it changed."""
    return _page(
        "cabinet/night.html",
        place,
        night,
        said=said,
        standing=said[-1] if said else None,
        before={after.number: before for before, after in pairwise(said)},
        people=accounts.people(db.session, {each.author_id for each in said if each.author_id}),
    )


def _say(receipt: Receipt) -> None:
    if receipt.unchanged:
        flash(gettext("Ці самі числа вже подано, тож нічого не змінилося. Ось квитанція."), "info")
    elif receipt.repeated:
        flash(gettext("Цю форму вже прийнято: подано один раз. Ось квитанція."), "info")


def _refused(form: NightForm, refusals: list[Refusal]) -> ResponseReturnValue:
    answer = make_response(_form_page(night_form.refused(form, refusals)), refusals[0].status)
    if answer.status_code == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def _form_page(form: NightForm) -> str:
    return _page(
        "cabinet/night_form.html",
        form.place,
        form.night,
        form=form,
        standing=form.standing,
        live=amount.of(db.session, form, money=reach.sees_money(form.place)),
        reasons=explanations.options(form.asks_reason),
        lit=amount.rooms_typed(form),
    )


def _page(template: str, place: FacilityRow, night: date, **facts: object) -> str:
    """Render a page of one night with what every such page needs."""
    now = clock.now()
    capacity = registry.capacity_on(db.session, place.id, night)
    rooms = capacity.rooms if capacity else 1
    standing = facts.get("standing")
    lit = facts.pop("lit", getattr(standing, "rooms_occupied", 0))
    return render_template(
        template,
        night=night,
        is_tonight=night == rules.night_of(now),
        is_open=now >= rules.opens_at(night),
        is_free=now < rules.free_until(night),
        cut_off=rules.cut_off_at(night, place.community.cutoff),
        past_cut_off=now > rules.cut_off_at(night, place.community.cutoff),
        free_until=rules.free_until(night),
        opens_at=rules.opens_at(night),
        capacity=capacity,
        closures=registry.closures(db.session, place.id, night, night),
        house=house.draw(rooms, int(str(lit)), seed=place.code, follows="rooms_occupied"),
        ground_names={each.code: ground_words(each) for each in registry.grounds(db.session)},
        reason_words=explanations.shown,
        windows=month.of_month(db.session, place, night.replace(day=1)),
        **facts,
    )


def _shut(session: Session, place: FacilityRow, night: date) -> bool:
    outside = (place.opened and night < place.opened) or (place.closed and night > place.closed)
    return bool(outside) or registry.is_closed_on(session, place.id, night)
