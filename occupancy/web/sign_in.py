"""Signing in with login and password, and out."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor, TooManyTries, WrongCredentials, throttle
from occupancy.accounts.services import Passwords, tries
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.settings import Settings
from occupancy.web import errors, events, second_factor, staying
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.demo_people import demo_people
from occupancy.web.guards import everyone
from occupancy.web.landing import FIELD, FIELD_APP, after_sign_in, home_of, in_field
from occupancy.web.preferences import person
from occupancy.web.words import told


@bp.get("/sign-in")
@everyone
def sign_in() -> ResponseReturnValue:
    """Ask who it is; somebody signed in already goes on to work."""
    if actor := person():
        return redirect(home_of(actor), 303)
    settings: Settings = current_app.extensions["settings"]
    login = request.args.get("as", "") if settings.demo else ""
    return page(login=login, password=settings.demo_password if login else "")


@bp.post("/sign-in")
@everyone
def sign_in_try() -> ResponseReturnValue:
    """Check login and password; officials go on to the second factor."""
    login = request.form.get("login", "")
    wanted = request.form.get("next")
    try:
        actor = identified(login, request.form.get("password", ""))
    except (WrongCredentials, TooManyTries) as refusal:
        events.tell("throttled" if isinstance(refusal, TooManyTries) else "sign_in_failed")
        return page(login=login, refusal=refusal)
    if not in_field(current_app) and actor.roles == {Role.INSPECTOR}:
        # Inspectors have no page in the portal; their password alone opens nothing there.
        return redirect(FIELD_APP + "sign-in?from=portal", 303)
    if actor.is_staff:
        return second_factor.ask(actor, wanted)
    staying.enter(actor, now=clock.now())
    return redirect(after_sign_in(actor, wanted), 303)


@bp.post("/sign-out")
@everyone
def sign_out() -> ResponseReturnValue:
    """End this browser's session; signed out already is as good."""
    staying.leave(now=clock.now())
    answer = redirect(url_for("web.sign_in" if in_field(current_app) else "web.welcome"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # what a tablet kept goes, too
    return answer


def identified(login: str, password: str) -> Actor:
    """Return who signs in; raises ``WrongCredentials`` or ``TooManyTries``.

    The try is written down before the check and outside of it: the slow hash holds no lock.
    """
    settings: Settings = current_app.extensions["settings"]
    now = clock.now()
    with saving(db.session) as session:
        number = tries.begin(
            session,
            login=throttle.login_key(login),
            address=throttle.address_key(request.remote_addr),
            second_factor=False,
            now=now,
        )
    person_id = services.person_by_password(
        db.session,
        current_app.extensions["passwords"],
        login=login,
        password=password,
        demo=settings.demo,
        now=now,
    )
    today = clock.in_kyiv(now).date()
    actor = queries.actor(db.session, person_id, today) if person_id is not None else None
    if actor is None or (in_field(current_app) and not actor.has(*FIELD)):
        raise WrongCredentials()
    with saving(db.session) as session:
        tries.succeed(session, number)
    return actor


def page(
    *, login: str = "", password: str = "", refusal: Refusal | None = None
) -> ResponseReturnValue:
    """Return the sign-in page; what was typed as login stays, a wrong password does not."""
    html = render_template(
        "web/sign_in.html",
        login=login,
        password=password,
        wanted=request.values.get("next", ""),
        left_idle=cookie.get("left_idle", False),
        from_portal=request.args.get("from") == "portal",
        in_field=in_field(current_app),
        demo_people=demo_people(),
        refusals=told([refusal]) if refusal else [],
    )
    response = make_response(html, refusal.status if refusal else 200)
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(refusal.facts["seconds"])
    return response


@bp.app_errorhandler(CSRFError)
def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """A form without its token: an old page, a signed-out browser, or another site's form."""
    events.tell("csrf_refused")
    return errors.page(400, "http.stale_form", [gettext("http.stale_form")])


def _prepare(state: BlueprintSetupState) -> None:
    settings: Settings = state.app.extensions["settings"]
    state.app.extensions["passwords"] = Passwords(
        settings.argon2_memory_kib, settings.argon2_passes
    )


bp.record_once(_prepare)
