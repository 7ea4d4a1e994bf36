"""The second step for officials: a code from their phone, and setting that phone up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import segno
from flask import current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.queries import FactorRow
from occupancy.accounts.rules import Actor, CodeNotAccepted, TooManyTries, codes, throttle
from occupancy.accounts.services import tries
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.settings import Settings
from occupancy.web import events, staying
from occupancy.web.blueprint import bp
from occupancy.web.db import db
from occupancy.web.guards import everyone
from occupancy.web.landing import after_sign_in
from occupancy.web.words import told

#: Between the password and the code; then the password is asked for again.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Pending:
    """Somebody whose password was right; ``nonce`` makes the secret that is offered to a phone."""

    person_id: int
    nonce: str
    wanted: str | None
    factor: FactorRow


def ask(actor: Actor, wanted: str | None) -> ResponseReturnValue:
    """Remember for a few minutes that the password was right, and go on to the code."""
    kept = {name: session[name] for name in staying.CHOICES if name in session}
    session.clear()
    session.update(kept)
    session["pending"] = {
        "person": actor.person_id,
        "nonce": secrets.token_hex(16),
        "until": int((clock.now() + PATIENCE).timestamp()),
        "next": wanted,
    }
    return redirect(url_for("web.second_factor"), 303)


@bp.get("/sign-in/code")
@everyone
def second_factor() -> ResponseReturnValue:
    """Ask for the code of the phone."""
    pending = _pending()
    if pending is None:
        return redirect(url_for("web.sign_in"), 303)
    if pending.factor.secret is None:
        return redirect(url_for("web.enrol"), 303)
    return _code_page(pending)


@bp.post("/sign-in/code")
@everyone
def second_factor_try() -> ResponseReturnValue:
    """Check the code and let in."""
    pending = _pending()
    if pending is None:
        return redirect(url_for("web.sign_in"), 303)
    try:
        _checked(pending, None)
    except (CodeNotAccepted, TooManyTries) as refusal:
        _tell(pending, refusal)
        return _code_page(pending, refusal)
    return _let_in(pending)


@bp.get("/sign-in/phone")
@everyone
def enrol() -> ResponseReturnValue:
    """Show the secret to a phone as a QR code and as letters."""
    pending = _pending()
    if pending is None:
        return redirect(url_for("web.sign_in"), 303)
    if pending.factor.secret is not None:
        return redirect(url_for("web.second_factor"), 303)
    return _phone_page(pending)


@bp.post("/sign-in/phone")
@everyone
def enrol_try() -> ResponseReturnValue:
    """Keep the phone once its first code proves it."""
    pending = _pending()
    if pending is None:
        return redirect(url_for("web.sign_in"), 303)
    try:
        _checked(pending, _offered(pending))
    except (CodeNotAccepted, TooManyTries) as refusal:
        _tell(pending, refusal)
        return _phone_page(pending, refusal)
    return _let_in(pending)


def _pending() -> Pending | None:
    kept = session.get("pending")
    if not kept or kept["until"] < clock.now().timestamp():
        return None
    factor = queries.factor(db.session, kept["person"])
    return Pending(kept["person"], kept["nonce"], kept["next"], factor) if factor else None


def _offered(pending: Pending) -> str:
    """Return the secret on offer: made from the server's own, so that no cookie has to hold it."""
    settings: Settings = current_app.extensions["settings"]
    label = f"enrol:{pending.person_id}:{pending.nonce}"
    return codes.derived_secret(settings.secret_key, label)


def _checked(pending: Pending, offered: str | None) -> None:
    """Check the typed code against the kept secret, or the one on offer; count the try first."""
    typed = request.form.get("code", "")
    with saving(db.session) as opened:
        number = tries.begin(
            opened,
            login=pending.factor.login,
            address=throttle.address_key(request.remote_addr),
            second_factor=True,
            now=clock.now(),
        )
    with saving(db.session) as opened:
        now = clock.true_now()
        if offered is None:
            services.use_code(opened, pending.person_id, typed, real_now=now)
        else:
            services.enrol(opened, pending.person_id, offered, typed, real_now=now)
        tries.succeed(opened, number)


def _tell(pending: Pending, refusal: Refusal) -> None:
    name = "throttled" if isinstance(refusal, TooManyTries) else "second_factor_failed"
    events.tell(name, person=pending.person_id)


def _let_in(pending: Pending) -> ResponseReturnValue:
    now = clock.now()
    actor = queries.actor(db.session, pending.person_id, clock.in_kyiv(now).date())
    if actor is None:
        return redirect(url_for("web.sign_in"), 303)
    staying.enter(actor, now=now)
    return redirect(after_sign_in(actor, pending.wanted), 303)


def _code_page(pending: Pending, refusal: Refusal | None = None) -> ResponseReturnValue:
    return _answer("web/second_factor.html", refusal, shown_code=_demo_code(pending.factor))


def _phone_page(pending: Pending, refusal: Refusal | None = None) -> ResponseReturnValue:
    secret = _offered(pending)
    address = codes.address_for_app(secret, pending.factor.login)
    code = segno.make(address, error="m")
    picture = Markup(  # nosec B704 # a QR code: modules, not text
        code.svg_inline(scale=5, border=4, svgclass="n-qr-svg")
    )
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return _answer("web/enrol.html", refusal, picture=picture, secret=grouped)


def _answer(template: str, refusal: Refusal | None, **facts: object) -> ResponseReturnValue:
    html = render_template(template, refusals=told([refusal]) if refusal else [], **facts)
    response = make_response(html, refusal.status if refusal else 200)
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(refusal.facts["seconds"])
    return response


def _demo_code(factor: FactorRow) -> str | None:
    """Return the code of a made-up person, who has no phone; None for everybody else."""
    settings: Settings = current_app.extensions["settings"]
    if not (settings.demo and factor.demo and factor.secret):
        return None
    return codes.code_of(factor.secret, codes.next_usable_step(clock.true_now(), factor.last_step))
