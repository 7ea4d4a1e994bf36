"""Reading people and their rights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Membership, Person, SignInSession
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor, Grant, throttle
from occupancy.accounts.rules.stay import hash_of


@dataclass(frozen=True)
class PersonRow:
    """A person as colleagues see one."""

    id: int
    name: str
    post: str


def actor(session: Session, person_id: int, on: date) -> Actor | None:
    """Return the person with the rights in force ``on`` that day; None when gone or disabled."""
    person = session.get(Person, person_id)
    if person is None or person.disabled_at is not None:
        return None
    memberships = session.scalars(
        select(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        )
        .order_by(Membership.id)
    )
    return Actor(
        person_id=person.id,
        login=person.login,
        name=person.display_name,
        post=person.post_uk,
        certificate_no=person.certificate_no,
        language=person.language,
        theme=person.theme,
        grants=tuple(
            Grant(Role(each.role), each.operator_id, each.facility_id, each.community_katottg)
            for each in memberships
        ),
    )


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


@dataclass(frozen=True)
class DemoRow:
    """A made-up account and the role it shows."""

    login: str
    role: Role


def demo_people(session: Session) -> list[DemoRow]:
    """Return the made-up accounts in the order in which they were created."""
    found = session.execute(
        select(Person.login, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.demo.is_(True), Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    return [DemoRow(login, Role(role)) for login, role in found]


def person_id_of(session: Session, login: str) -> int | None:
    """Return the number of the person who signs in as ``login``, or None."""
    return session.scalar(select(Person.id).where(Person.login == throttle.login_key(login)))


def session_stands(
    session: Session, key: str, person_id: int, *, demo: bool, now: datetime
) -> bool:
    """Tell whether the session of ``key`` is open, its person enabled and not signed out since.

    A made-up person's session stands only where ``demo`` is true.
    """
    found = (
        select(SignInSession.person_id)
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.key_hash == hash_of(key),
            SignInSession.person_id == person_id,
            SignInSession.epoch == Person.session_epoch,
            SignInSession.ended_at.is_(None),
            SignInSession.ends_at > now,
            Person.disabled_at.is_(None),
        )
    )
    if not demo:
        found = found.where(Person.demo.is_(False))
    return session.scalar(found) is not None


def people(session: Session, ids: Collection[int]) -> dict[int, PersonRow]:
    """Return the named people by number."""
    found = session.scalars(select(Person).where(Person.id.in_(ids)))
    return {each.id: PersonRow(each.id, each.display_name, each.post_uk) for each in found}


def inspectors(session: Session, community: str, on: date) -> list[PersonRow]:
    """Return who may inspect in ``community`` on a day, by name."""
    found = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.role == Role.INSPECTOR,
            or_(Membership.community_katottg.is_(None), Membership.community_katottg == community),
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.display_name, Person.id)
        .distinct()
    )
    return [PersonRow(each.id, each.display_name, each.post_uk) for each in found]


def _factor(person: Person) -> FactorRow:
    return FactorRow(person.login, person.totp_secret, person.totp_last_step, person.demo)
