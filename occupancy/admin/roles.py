"""Asking for a role, and taking one away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.commands import GrantRole
from occupancy.accounts.roles import BUSINESS, Role
from occupancy.admin import reach
from occupancy.admin.blueprint import bp
from occupancy.admin.people import FieldUnreadable
from occupancy.database import saving
from occupancy.errors import NotYours, Refusal, Refusals
from occupancy.registry import queries as registry
from occupancy.web import people_words
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told, words_of

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


class RoleMissing(Refusal):
    """No role was chosen."""

    code = "admin.role_missing"


class DayUnreadable(Refusal):
    """The field holds no date."""

    code = "admin.day_unreadable"


class NoSuchBusiness(Refusal):
    """Nobody in the register has this tax number."""

    code = "admin.no_such_business"


class NoSuchFacility(Refusal):
    """No facility in the register has this code."""

    code = "admin.no_such_facility"


class NoSuchCommunity(Refusal):
    """The register knows no such community."""

    code = "admin.no_such_community"


@bp.get("/people/<int:person_id>/roles/new")
@only(*reach.MANAGERS)
def new_role(person_id: int) -> ResponseReturnValue:
    """Ask which role, where and until when."""
    today = clock.in_kyiv(clock.now()).date()
    return _form(person_id, {"valid_from": today.isoformat()})


@bp.post("/people/<int:person_id>/roles/new")
@only(*reach.MANAGERS)
def ask_role(person_id: int) -> ResponseReturnValue:
    """Put the question before a second person."""
    reach.account_or_404(person_id)
    try:
        command = _command(person_id, request.form)
        with saving(db.session) as session:
            services.ask_role(session, command, actor_id=current_actor().person_id, now=clock.now())
    except Refusals as several:
        return _form(person_id, request.form, told(several.refusals)), 422
    except Refusal as refusal:
        return _form(person_id, request.form, told([refusal])), refusal.status
    flash(gettext("Чекає на другу особу: адміністратора або начальника."), "ok")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/roles/<int:membership_id>/end")
@only(*reach.MANAGERS)
def end_role(person_id: int, membership_id: int) -> ResponseReturnValue:
    """Take a role away with yesterday's end: it is gone with the next request."""
    now = clock.now()
    mine = {each.id: each for each in queries.memberships(db.session, person_id)}
    if membership_id not in mine:
        raise NotYours()
    today = clock.in_kyiv(now).date()
    if mine[membership_id].holds(today) or mine[membership_id].valid_from > today:
        try:
            with saving(db.session) as session:
                services.revoke(
                    session,
                    membership_id,
                    last_day=today - timedelta(days=1),
                    actor=current_actor().log_name,
                    now=now,
                )
        except Refusal as refusal:
            flash(words_of(refusal).sentence, "warn")
        else:
            flash(gettext("Право закінчено."), "ok")
    return redirect(url_for("admin.person", person_id=person_id), 303)


def _command(person_id: int, form: Mapping[str, str]) -> GrantRole:
    """Return what was typed; raises ``Refusals`` naming every field that is no good."""
    refused: list[Refusal] = []
    typed = {name: value.strip() for name, value in form.items()}
    # Such signs are in no code of ours, and PostgreSQL does not even look for a NUL.
    if unreadable := [name for name, value in typed.items() if not value.isprintable()]:
        raise Refusals([FieldUnreadable(field=name) for name in unreadable])

    def day(name: str) -> date | None:
        try:
            # fromisoformat alone would also take 2026-W01-1 and 20261124.
            return date.fromisoformat(typed[name] if _DAY.fullmatch(typed[name]) else "")
        except ValueError:
            refused.append(DayUnreadable(field=name))
            return None

    known = {role.value: role for role in Role}
    role = known.get(typed.get("role", ""))
    if role is None:
        refused.append(RoleMissing(field="role"))
    first = day("valid_from") if "valid_from" in typed else None
    last = day("valid_to") if typed.get("valid_to") else None
    operator_id = facility_id = community = None
    if role in BUSINESS and (code := typed.get("facility", "").upper()):
        place = registry.facility(db.session, code)
        facility_id = place.id if place else None
        if place is None:
            refused.append(NoSuchFacility(field="facility"))
    elif role in BUSINESS and (tax_code := typed.get("business", "")):
        business = registry.operator_by_tax_code(db.session, tax_code)
        operator_id = business.id if business else None
        if business is None:
            refused.append(NoSuchBusiness(field="business"))
    elif role not in BUSINESS and (katottg := typed.get("community", "")):
        found = registry.community(db.session, katottg)
        community = found.katottg if found else None
        if found is None:
            refused.append(NoSuchCommunity(field="community"))
    if refused or role is None or first is None:
        raise Refusals(refused or [DayUnreadable(field="valid_from")])
    return GrantRole(person_id, role, first, last, operator_id, facility_id, community)


def _form(person_id: int, typed: Mapping[str, str], refused: list[Told] | None = None) -> str:
    return render_template(
        "admin/role.html",
        person=reach.account_or_404(person_id),
        typed=typed,
        roles=[(role.value, people_words.role_words(role)) for role in Role],
        communities=registry.communities(db.session),
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
    )
