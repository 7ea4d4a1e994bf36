"""Who comes in here, and which accounts there are."""

from __future__ import annotations

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.queries import AccountRow
from occupancy.accounts.roles import Role
from occupancy.errors import NotYours
from occupancy.web.db import db

#: Who manages accounts.
MANAGERS = (Role.ADMIN,)
#: Who may be the second person.
SECONDS = (Role.ADMIN, Role.CHIEF)


def account_or_404(person_id: int) -> AccountRow:
    """Return an account with its roles of today."""
    found = queries.account(db.session, person_id, clock.in_kyiv(clock.now()).date())
    if found is None:
        raise NotYours()
    return found
