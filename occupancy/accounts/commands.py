"""What can be asked of the accounts step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from occupancy.accounts.roles import Role


@dataclass(frozen=True)
class NewPerson:
    """Somebody who will sign in; ``password`` never appears in a representation or a log.

    ``totp_secret`` is base32 (RFC 6238) or None: then staff enrol at their first sign-in.
    """

    login: str
    display_name: str
    password: str = field(repr=False)
    post_uk: str = ""
    certificate_no: str = ""
    language: str = "uk"
    totp_secret: str | None = field(default=None, repr=False)
    demo: bool = False


@dataclass(frozen=True)
class GrantRole:
    """A role for a person at a place from ``valid_from`` on; both ends are days that count.

    Roles of a business need a business or a facility; an official's role without a place reaches
    the whole oblast.
    """

    person_id: int
    role: Role
    valid_from: date
    valid_to: date | None = None
    operator_id: int | None = None
    facility_id: int | None = None
    community: str | None = None


@dataclass(frozen=True)
class Ask:
    """A deed that takes two: ``kind`` of ``rules.approvals``, the ``facts`` to carry it out with.

    ``subject`` is what the log calls the thing; ``about_id`` the person whom the deed serves.
    """

    kind: str
    subject: str
    facts: Mapping[str, Any]
    about_id: int | None = None
    community: str | None = None
    reason: str = ""
