"""The made-up accounts on the pages that lead in: never outside demo mode."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from flask_babel import gettext

from occupancy.accounts import queries
from occupancy.accounts.roles import Role
from occupancy.settings import Settings
from occupancy.web.db import db
from occupancy.web.landing import FIELD, FIELD_APP, in_field


@dataclass(frozen=True)
class Shown:
    """One made-up account: what it does, and the address that fills the form with it."""

    login: str
    does: str
    url: str


def demo_people() -> list[Shown]:
    """Return who can be tried from here: everybody in the portal, inspectors in the field app."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.demo:
        return []
    field = in_field(current_app)
    return [
        Shown(each.login, _does(each.role), _door(each.role) + f"sign-in?as={each.login}")
        for each in queries.demo_people(db.session)
        if not field or each.role in FIELD
    ]


def _door(role: Role) -> str:
    """Return the application in which a role works: a chief plans in the portal."""
    return FIELD_APP if role is Role.INSPECTOR else request.script_root + "/"


def _does(role: Role) -> str:
    return {
        Role.OPERATOR: gettext("подає ночі свого бізнесу"),
        Role.PORTER: gettext("подає за один заклад, сум не бачить"),
        Role.INSPECTOR: gettext("обстежує заклади, на планшеті"),
        Role.CHIEF: gettext("планує обстеження"),
        Role.OFFICER: gettext("фінанси однієї громади"),
        Role.AGENCY: gettext("читає сигнали області"),
        Role.ADMIN: gettext("облікові записи й стан системи"),
    }[role]
