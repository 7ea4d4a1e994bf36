"""One's own account: who one is here, the password, the devices that are signed in."""

from __future__ import annotations

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.rules import PasswordsDiffer, TooManyTries, throttle
from occupancy.accounts.rules.passwords import SHORTEST
from occupancy.accounts.services import tries
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.web import events, people_words, staying
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import current_actor, signed_in
from occupancy.web.landing import home_of
from occupancy.web.words import told


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Show who is signed in, with which rights and until when, and on which devices."""
    actor, now = current_actor(), clock.now()
    today = clock.in_kyiv(now).date()
    held = [each for each in queries.memberships(db.session, actor.person_id) if each.holds(today)]
    return render_template(
        "web/account.html",
        home=home_of(actor),
        rights=[
            (
                people_words.role_words(each.role),
                people_words.place_words(
                    db.session,
                    each.role,
                    operator_id=each.operator_id,
                    facility_id=each.facility_id,
                    community=each.community,
                ),
                each.valid_to,
            )
            for each in held
        ],
        sessions=queries.sessions_of(db.session, actor.person_id, now),
        here=queries.handle_of(current_user.key),
    )


@bp.get("/account/password")
@signed_in
def password() -> ResponseReturnValue:
    """Ask for the old password and a new one."""
    return _password_page()


@bp.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Take a new password; this browser stays signed in, all others are signed out."""
    actor = current_actor()
    try:
        _change(actor.person_id, actor.login)
    except Refusal as refusal:
        events.tell("password_refused", person=actor.person_id)
        return _password_page(refusal)
    events.tell("password_changed", person=actor.person_id)
    now = clock.now()
    fresh = queries.actor(db.session, actor.person_id, clock.in_kyiv(now).date())
    assert fresh is not None  # nosec B101 # the deed above was theirs
    staying.enter(fresh, now=now)
    flash(gettext("Пароль змінено. На інших пристроях сеанси закрито."), "ok")
    return redirect(url_for("web.account"), 303)


@bp.post("/account/sessions/end")
@signed_in
def end_session() -> ResponseReturnValue:
    """End one session of one's own; its device asks for the password with its next request."""
    actor = current_actor()
    handle = request.form.get("session", "")
    with saving(db.session) as opened:
        services.end_one(opened, actor.person_id, handle, actor=actor.log_name, now=clock.now())
    events.tell("sessions_ended", person=actor.person_id)
    flash(gettext("Сеанс закрито."), "ok")
    return redirect(url_for("web.account"), 303)


@bp.post("/account/sessions/end-all")
@signed_in
def end_all_sessions() -> ResponseReturnValue:
    """End every session of one's own, this one too."""
    actor = current_actor()
    with saving(db.session) as opened:
        services.sign_out_everywhere(opened, actor.person_id, actor=actor.log_name, now=clock.now())
    events.tell("sessions_ended", person=actor.person_id)
    staying.leave(now=clock.now())
    return redirect(url_for("web.sign_in"), 303)


def _change(person_id: int, login: str) -> None:
    """Check and keep the typed passwords; tries at the old one are counted as at the sign-in."""
    now, old, new = clock.now(), request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        raise PasswordsDiffer(field="again")
    with saving(db.session) as opened:
        number = tries.begin(
            opened,
            login=login,
            address=throttle.address_key(request.remote_addr),
            second_factor=False,
            now=now,
        )
    chosen = services.chosen_password(
        db.session, person_id, old=old, new=new, passwords=current_app.extensions["passwords"]
    )
    with saving(db.session) as opened:
        services.change_password(opened, person_id, chosen, now=now)
        tries.succeed(opened, number)


def _password_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    refused = told([refusal]) if refusal else []
    html = render_template(
        "web/password.html",
        first=current_actor().first_password,
        shortest=SHORTEST,
        told=refused,
        errors={each.field: each.sentence for each in refused if each.field},
    )
    response = make_response(html, refusal.status if refusal else 200)
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(refusal.facts["seconds"])
    return response
