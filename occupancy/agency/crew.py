"""The inspectors and their devices: a stolen tablet is signed out here, at once (threat 5)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.queries import PersonRow, SessionRow
from occupancy.accounts.roles import Role
from occupancy.agency import reach
from occupancy.agency.blueprint import bp
from occupancy.database import saving
from occupancy.errors import NotYours
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only


@dataclass(frozen=True)
class Member:
    """An inspector and where they are signed in."""

    person: PersonRow
    sessions: list[SessionRow]


@bp.get("/inspectors")
@only(*reach.PLANNERS)
def inspectors() -> ResponseReturnValue:
    """Show the inspectors of the chief's communities with their devices."""
    now = clock.now()
    people = queries.people(db.session, _mine())
    crew = [
        Member(each, queries.sessions_of(db.session, each.id, now))
        for each in sorted(people.values(), key=lambda each: (each.name, each.id))
    ]
    return render_template("agency/inspectors.html", crew=crew)


@bp.post("/inspectors/<int:person_id>/sessions/end")
@only(*reach.PLANNERS)
def end_inspectors_session(person_id: int) -> ResponseReturnValue:
    """End one session of an inspector (``session``), or all of them."""
    if person_id not in _mine():
        raise NotYours()
    handle, actor, now = request.form.get("session"), current_actor().log_name, clock.now()
    with saving(db.session) as session:
        if handle:
            services.end_one(session, person_id, handle, actor=actor, now=now)
        else:
            services.sign_out_everywhere(session, person_id, actor=actor, now=now)
    flash(gettext("Закрито. Пристрій попросить увійти з наступним дотиком."), "ok")
    return redirect(url_for("agency.inspectors"), 303)


def _mine() -> set[int]:
    """Return the inspectors who work in a community of the chief's."""
    today = clock.in_kyiv(clock.now()).date()
    everybody = queries.holders(db.session, Role.INSPECTOR, today)
    mine = current_actor().communities(*reach.PLANNERS)
    if mine is None:
        return set(everybody)
    return {
        each.person_id
        for number in everybody
        for each in queries.memberships(db.session, number)
        if each.role is Role.INSPECTOR
        and each.holds(today)
        and (each.community is None or each.community in mine)
    }
