"""The list of accounts, and one account with everything that was ever granted to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Membership, Person
from occupancy.accounts.queries.people import in_force
from occupancy.accounts.roles import STAFF, Role


@dataclass(frozen=True)
class MembershipRow:
    """A role with its place and its days; both ends count, ``valid_to`` None is open."""

    id: int
    person_id: int
    role: Role
    operator_id: int | None
    facility_id: int | None
    community: str | None
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Tell whether the role is in force ``on`` that day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


@dataclass(frozen=True)
class AccountRow:
    """An account; ``roles`` are those in force, ``phone`` tells whether a second factor is set."""

    id: int
    login: str
    name: str
    post: str
    certificate_no: str
    phone: bool
    first_password_until: datetime | None
    disabled_at: datetime | None
    demo: bool
    roles: tuple[Role, ...]

    @property
    def is_staff(self) -> bool:
        """Tell whether the person holds an official's role."""
        return bool(STAFF & set(self.roles))


def accounts(session: Session, on: date) -> list[AccountRow]:
    """Return every account by name with the roles in force ``on`` that day."""
    roles: dict[int, list[Role]] = defaultdict(list)
    standing = session.execute(
        select(Membership.person_id, Membership.role).where(in_force(on)).order_by(Membership.id)
    )
    for person_id, role in standing:
        roles[person_id].append(Role(role))
    found = session.scalars(select(Person).order_by(Person.display_name, Person.id))
    return [_account(each, roles[each.id]) for each in found]


def account(session: Session, person_id: int, on: date) -> AccountRow | None:
    """Return one account with the roles in force ``on`` that day, or None."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    roles = session.scalars(
        select(Membership.role)
        .where(Membership.person_id == person_id, in_force(on))
        .order_by(Membership.id)
    )
    return _account(person, [Role(each) for each in roles])


def memberships(session: Session, person_id: int) -> list[MembershipRow]:
    """Return every role that a person was ever given, the newest first."""
    found = session.scalars(
        select(Membership).where(Membership.person_id == person_id).order_by(Membership.id.desc())
    )
    return [
        MembershipRow(
            each.id,
            each.person_id,
            Role(each.role),
            each.operator_id,
            each.facility_id,
            each.community_katottg,
            each.valid_from,
            each.valid_to,
        )
        for each in found
    ]


def holders(session: Session, role: Role, on: date) -> list[int]:
    """Return the numbers of the people with an open account who hold ``role`` on that day."""
    found = session.scalars(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == role, in_force(on), Person.disabled_at.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    return list(found)


def _account(person: Person, roles: Sequence[Role]) -> AccountRow:
    return AccountRow(
        id=person.id,
        login=person.login,
        name=person.display_name,
        post=person.post_uk,
        certificate_no=person.certificate_no,
        phone=person.totp_secret is not None,
        first_password_until=person.first_password_until,
        disabled_at=person.disabled_at,
        demo=person.demo,
        roles=tuple(dict.fromkeys(roles)),
    )
