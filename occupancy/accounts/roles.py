"""The roles of the product."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may do; a membership says where (operator, facility or community)."""

    OPERATOR = "operator"
    PORTER = "porter"
    INSPECTOR = "inspector"
    CHIEF = "chief"
    OFFICER = "officer"
    AGENCY = "agency"
    ADMIN = "admin"


#: Officials: they sign in with a second factor.
STAFF = frozenset({Role.INSPECTOR, Role.CHIEF, Role.OFFICER, Role.AGENCY, Role.ADMIN})
#: People of a business.
BUSINESS = frozenset({Role.OPERATOR, Role.PORTER})
