"""One account: rights, devices, ways in; shutting it and opening it again."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.rules.approvals import PASSWORD, PHONE
from occupancy.admin import reach, words
from occupancy.admin.blueprint import bp
from occupancy.admin.people import first_password_page
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.web import people_words
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import words_of


@bp.get("/people/<int:person_id>")
@only(*reach.MANAGERS)
def person(person_id: int) -> ResponseReturnValue:
    """Show an account with every right it ever had."""
    return _page(person_id)


@bp.post("/people/<int:person_id>/reset")
@only(*reach.MANAGERS)
def reset(person_id: int) -> ResponseReturnValue:
    """Reset a password or a phone (``what``): an official's is asked of a second person."""
    found, actor, now = reach.account_or_404(person_id), current_actor(), clock.now()
    kind = PHONE if request.form.get("what") == "phone" else PASSWORD
    try:
        if found.is_staff or found.phone:
            with saving(db.session) as session:
                services.ask_reset(session, person_id, kind, actor_id=actor.person_id, now=now)
            flash(gettext("Чекає на другу особу: адміністратора або начальника."), "ok")
        elif kind == PASSWORD:
            password = services.first_password()
            with saving(db.session) as session:
                services.reset_password(
                    session,
                    person_id,
                    password,
                    passwords=current_app.extensions["passwords"],
                    actor=actor.log_name,
                    now=now,
                )
            return first_password_page(person_id, password)
    except Refusal as refusal:
        return _page(person_id, refusal), refusal.status
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/disable")
@only(*reach.MANAGERS)
def disable(person_id: int) -> ResponseReturnValue:
    """Shut an account: sessions end at once, rights with yesterday."""
    reach.account_or_404(person_id)
    now = clock.now()
    try:
        with saving(db.session) as session:
            services.disable(
                session,
                person_id,
                today=clock.in_kyiv(now).date(),
                actor=current_actor().log_name,
                now=now,
            )
    except Refusal as refusal:
        return _page(person_id, refusal), refusal.status
    flash(gettext("Обліковий запис закрито: сеанси й права скінчилися."), "ok")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/enable")
@only(*reach.MANAGERS)
def enable(person_id: int) -> ResponseReturnValue:
    """Open a shut account again, without its rights."""
    reach.account_or_404(person_id)
    with saving(db.session) as session:
        services.enable(session, person_id, actor=current_actor().log_name, now=clock.now())
    flash(gettext("Обліковий запис відкрито. Права надайте заново, удвох."), "ok")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/sessions/end")
@only(*reach.MANAGERS)
def end_session(person_id: int) -> ResponseReturnValue:
    """End one session (``session``) or all of them: a tablet that was lost."""
    reach.account_or_404(person_id)
    handle, actor, now = request.form.get("session"), current_actor().log_name, clock.now()
    with saving(db.session) as session:
        if handle:
            services.end_one(session, person_id, handle, actor=actor, now=now)
        else:
            services.sign_out_everywhere(session, person_id, actor=actor, now=now)
    flash(gettext("Закрито. Пристрій попросить увійти з наступним дотиком."), "ok")
    return redirect(url_for("admin.person", person_id=person_id), 303)


def _page(person_id: int, refusal: Refusal | None = None) -> str:
    found, now = reach.account_or_404(person_id), clock.now()
    held = queries.memberships(db.session, person_id)
    waiting = queries.waiting(db.session, now, subject=f"person:{person_id}")
    return render_template(
        "admin/person.html",
        person=found,
        held=[(each, words.membership(each)) for each in held],
        today=clock.in_kyiv(now).date(),
        sessions=queries.sessions_of(db.session, person_id, now),
        waiting=[words.question(each) for each in waiting],
        role_words=people_words.role_words,
        myself=current_actor().person_id == person_id,
        refused=words_of(refusal).sentence if refusal else "",
    )
