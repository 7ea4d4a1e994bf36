"""Reading people and their rights."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Membership, Person
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor, Grant
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow


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


def facilities_of(session: Session, actor: Actor, *roles: Role) -> list[FacilityRow]:
    """Return the facilities that ``roles`` of the actor reach, by name."""
    grants = [grant for grant in actor.grants if grant.role in roles]
    if any(grant.covers(operator_id=None, facility_id=None, community=None) for grant in grants):
        return registry.facilities(session)
    return registry.facilities_within(
        session,
        ids=[grant.facility_id for grant in grants if grant.facility_id],
        operators=[
            grant.operator_id for grant in grants if grant.operator_id and not grant.facility_id
        ],
        communities=[grant.community for grant in grants if grant.community],
    )


def session_epoch(session: Session, person_id: int) -> int | None:
    """Return the epoch that a valid session of the person carries."""
    person = session.get(Person, person_id)
    return person.session_epoch if person else None
