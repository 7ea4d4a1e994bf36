"""People and the rights they hold on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Membership, Person
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor, Grant, throttle


@dataclass(frozen=True)
class PersonRow:
    """A person as colleagues see one."""

    id: int
    name: str
    post: str


def in_force(on: date) -> ColumnElement[bool]:
    """Return the condition that a membership holds ``on`` that day; both its ends count."""
    return (Membership.valid_from <= on) & or_(
        Membership.valid_to.is_(None), Membership.valid_to >= on
    )


def actor(session: Session, person_id: int, on: date) -> Actor | None:
    """Return the person with the rights in force ``on`` that day; None when gone or disabled."""
    person = session.get(Person, person_id)
    if person is None or person.disabled_at is not None:
        return None
    memberships = session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id, in_force(on))
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
        first_password=person.first_password_until is not None,
    )


def password_hashes(session: Session, logins: Collection[str]) -> list[tuple[str, str]]:
    """Return (login, hash) of those of ``logins`` who are neither made up nor disabled."""
    found = session.execute(
        select(Person.login, Person.password_hash)
        .where(Person.login.in_(logins), Person.demo.is_(False), Person.disabled_at.is_(None))
        .order_by(Person.login)
    )
    return [(login, kept) for login, kept in found]


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
            in_force(on),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.display_name, Person.id)
        .distinct()
    )
    return [PersonRow(each.id, each.display_name, each.post_uk) for each in found]
