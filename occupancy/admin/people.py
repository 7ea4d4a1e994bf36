"""The list of accounts, and adding one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.commands import NewPerson
from occupancy.accounts.queries import AccountRow
from occupancy.accounts.roles import Role
from occupancy.admin import reach
from occupancy.admin.blueprint import bp
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.web import people_words
from occupancy.web.db import db
from occupancy.web.guards import current_actor, only
from occupancy.web.words import Told, told

#: Lines of one page.
PAGE = 100
#: Field of the form: the most characters that the table keeps, and whether it must be there.
FIELDS = {
    "login": (80, True),
    "display_name": (120, True),
    "post_uk": (160, False),
    "certificate_no": (40, False),
}


class FieldMissing(Refusal):
    """Something must stand here."""

    code = "admin.field_missing"


class FieldTooLong(Refusal):
    """More characters than are kept."""

    code = "admin.field_too_long"


class FieldUnreadable(Refusal):
    """Signs that nobody types."""

    code = "admin.field_unreadable"


@bp.get("/")
@only(*reach.MANAGERS)
def people() -> ResponseReturnValue:
    """Show accounts by name; ``q`` looks in names, logins and posts."""
    wanted = {key: value for key in ("q", "role", "state") if (value := request.args.get(key, ""))}
    today = clock.in_kyiv(clock.now()).date()
    found = [each for each in queries.accounts(db.session, today) if _matches(each, wanted)]
    pages = max(-(-len(found) // PAGE), 1)
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "admin/people.html",
        people=found[(number - 1) * PAGE : number * PAGE],
        count=len(found),
        page=number,
        pages=pages,
        query=urlencode(wanted),
        wanted=wanted,
        roles=[(role.value, people_words.role_words(role)) for role in Role],
        role_words=people_words.role_words,
    )


@bp.get("/people/new")
@only(*reach.MANAGERS)
def new_person() -> ResponseReturnValue:
    """Ask who it is."""
    return _form({"language": "uk"})


@bp.post("/people/new")
@only(*reach.MANAGERS)
def add_person() -> ResponseReturnValue:
    """Add an account and show its first password, once."""
    password = services.first_password()
    try:
        command = _command(request.form, password)
        with saving(db.session) as session:
            number = services.add_person(
                session,
                command,
                passwords=current_app.extensions["passwords"],
                actor=current_actor().log_name,
                now=clock.now(),
            )
    except Refusals as several:
        return _form(request.form, told(several.refusals)), 422
    except Refusal as refusal:
        refusal.field = refusal.field or "login"
        return _form(request.form, told([refusal])), refusal.status
    return first_password_page(number, password)


def first_password_page(person_id: int, password: str) -> str:
    """Show a first password; it is kept nowhere, so this is the only time."""
    return render_template(
        "admin/first_password.html", person=reach.account_or_404(person_id), password=password
    )


def _matches(each: AccountRow, wanted: Mapping[str, str]) -> bool:
    where = f"{each.name} {each.login} {each.post} {each.certificate_no}".casefold()
    if not all(word in where for word in wanted.get("q", "").casefold().split()):
        return False
    if wanted.get("role") and wanted["role"] not in each.roles:
        return False
    shut = each.disabled_at is not None
    return {"open": not shut, "shut": shut}.get(wanted.get("state", ""), True)


def _command(form: Mapping[str, str], password: str) -> NewPerson:
    """Return what was typed; raises ``Refusals`` naming every field that is no good."""
    refused: list[Refusal] = []
    typed = {name: " ".join(form.get(name, "").split()) for name in FIELDS}
    for name, (most, needed) in FIELDS.items():
        if needed and not typed[name]:
            refused.append(FieldMissing(field=name))
        elif len(typed[name]) > most:
            refused.append(FieldTooLong(field=name, most=most))
        elif not typed[name].isprintable():
            refused.append(FieldUnreadable(field=name))
    if refused:
        raise Refusals(refused)
    language = form.get("language", "uk")
    return NewPerson(
        login=typed["login"],
        display_name=typed["display_name"],
        post_uk=typed["post_uk"],
        certificate_no=typed["certificate_no"],
        password=password,
        language=language if language in services.LANGUAGES else "uk",
    )


def _form(typed: Mapping[str, str], refused: list[Told] | None = None) -> str:
    return render_template(
        "admin/person_new.html",
        typed=typed,
        told=refused or [],
        errors={each.field: each.sentence for each in refused or []},
    )
