"""How far people's second factors are."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.accounts.rules import throttle


@dataclass(frozen=True)
class FactorRow:
    """How far a person's second factor is: ``last_step`` is the newest code used up."""

    login: str
    secret: str | None = field(repr=False)
    last_step: int | None
    demo: bool


def factor(session: Session, person_id: int) -> FactorRow | None:
    """Return the second factor of a person, or None when there is no such person."""
    person = session.get(Person, person_id)
    return _factor(person) if person else None


def factor_by_login(session: Session, login: str) -> FactorRow | None:
    """Return the second factor of the person who signs in as ``login``, or None."""
    key = throttle.login_key(login)
    person = session.scalars(select(Person).where(Person.login == key)).one_or_none()
    return _factor(person) if person else None


def _factor(person: Person) -> FactorRow:
    return FactorRow(person.login, person.totp_secret, person.totp_last_step, person.demo)
