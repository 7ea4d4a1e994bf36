"""People in words: roles and their places, devices, kinds of deeds about accounts."""

from __future__ import annotations

from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from occupancy.accounts.roles import STAFF, Role
from occupancy.registry import queries as registry


def role_words(role: Role) -> str:
    """Return what somebody of ``role`` is called."""
    return {
        Role.OPERATOR: gettext("керує закладами бізнесу"),
        Role.PORTER: gettext("подає за заклад"),
        Role.INSPECTOR: gettext("обстежує заклади"),
        Role.CHIEF: gettext("планує обстеження"),
        Role.OFFICER: gettext("фінанси громади"),
        Role.AGENCY: gettext("аналізує сигнали"),
        Role.ADMIN: gettext("керує доступом"),
    }[role]


def place_words(
    session: Session,
    role: Role,
    *,
    operator_id: int | None,
    facility_id: int | None,
    community: str | None,
) -> str:
    """Return where a role holds, by name."""
    if facility_id is not None:
        place = registry.facility_by_id(session, facility_id)
        return f"{place.name}, {place.code}" if place else "—"
    if operator_id is not None:
        business = registry.operator(session, operator_id)
        return business.name if business else "—"
    if community is not None:
        found = registry.community(session, community)
        if found is None:
            return community
        locale = get_locale()
        return found.name_en if locale and locale.language == "en" else found.name_uk
    return gettext("уся область") if role in STAFF else "—"


def device_words(browser: str, device: str) -> str:
    """Return a device as its person would call it: «Firefox на телефоні»."""
    names = {
        "edge": "Edge",
        "opera": "Opera",
        "samsung": "Samsung Internet",
        "firefox": "Firefox",
        "chrome": "Chrome",
        "safari": "Safari",
    }
    name = names.get(browser) or gettext("Браузер")
    return {
        "phone": gettext("%(browser)s на телефоні", browser=name),
        "tablet": gettext("%(browser)s на планшеті", browser=name),
        "computer": gettext("%(browser)s на комп’ютері", browser=name),
    }.get(device, name)
