"""Which facility and which night an address names, and what the person may see of it."""

from __future__ import annotations

import re
from datetime import date

from flask import session as browser
from flask_babel import get_locale

from occupancy import clock
from occupancy.accounts.roles import Role
from occupancy.errors import NotYours
from occupancy.filings import rules
from occupancy.registry.queries import FacilityRow
from occupancy.web.db import db
from occupancy.web.guards import current_actor, facility_or_404

#: Who files; the porter does nothing else.
FILERS = (Role.OPERATOR, Role.PORTER)
#: Where the browser's session keeps the code of the last facility.
LAST = "facility"

_NIGHT = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH = re.compile(r"[12][0-9]{3}-[0-9]{2}", re.ASCII)


def place_or_404(code: str, *roles: Role) -> FacilityRow:
    """Return the facility if one of ``roles`` (filers by default) reaches it; remember it."""
    if not code.isprintable():  # PostgreSQL takes no NUL; no code of ours holds a control sign
        raise NotYours()
    place = facility_or_404(db.session, code, *(roles or FILERS))
    if browser.get(LAST) != place.code:
        browser[LAST] = place.code
    return place


def sees_money(place: FacilityRow) -> bool:
    """Tell whether the person may see sums of this facility: a porter may not."""
    return current_actor().may(
        Role.OPERATOR,
        operator_id=place.operator_id,
        facility_id=place.id,
        community=place.community.katottg,
    )


def night_or_404(text: str) -> date:
    """Return the night of an address, written as 2026-11-23 and in no other way."""
    return _day(text if _NIGHT.fullmatch(text) else "")


def month_or_404(text: str) -> date:
    """Return the first day of a month of an address, written as 2026-11."""
    return _day(f"{text}-01" if _MONTH.fullmatch(text) else "")


def tonight() -> date:
    """Return the night that runs now."""
    return rules.night_of(clock.now())


def here(ukrainian: str, english: str) -> str:
    """Return the name in the language of the page."""
    locale = get_locale()
    return english if locale is not None and locale.language == "en" and english else ukrainian


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotYours() from None
    if not 1990 <= found.year <= 2200:
        raise NotYours()
    return found
