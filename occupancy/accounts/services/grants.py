"""Roles: asked for by one, confirmed by another, ended by one at once or by their last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from occupancy.accounts import queries
from occupancy.accounts.commands import Ask, GrantRole
from occupancy.accounts.models import Membership, Person
from occupancy.accounts.queries import ApprovalRow
from occupancy.accounts.roles import BUSINESS, Role
from occupancy.accounts.rules import (
    LastAdministrator,
    NoSuchMembership,
    NoSuchPerson,
    RoleEndsBeforeItBegins,
    RoleNeedsPlace,
)
from occupancy.accounts.rules.approvals import ROLE
from occupancy.accounts.services.approvals import ask
from occupancy.audit.services import Deed, record
from occupancy.clock import in_kyiv


def ask_role(session: Session, command: GrantRole, *, actor_id: int, now: datetime) -> ApprovalRow:
    """Ask a second person to give a role; nothing is granted until somebody else confirms it."""
    _check(session, command)
    facts = {
        "role": command.role.value,
        "operator": command.operator_id,
        "facility": command.facility_id,
        "community": command.community,
        "valid_from": command.valid_from.isoformat(),
        "valid_to": command.valid_to.isoformat() if command.valid_to else None,
    }
    subject = f"person:{command.person_id}"
    wanted = Ask(ROLE, subject, facts, about_id=command.person_id, community=command.community)
    return ask(session, wanted, actor_id=actor_id, now=now)


def granted(found: ApprovalRow) -> GrantRole:
    """Return the role that a confirmed question was about."""
    facts = found.facts
    assert found.about_id is not None  # nosec B101 # who asked for a role said for whom
    return GrantRole(
        person_id=found.about_id,
        role=Role(facts["role"]),
        valid_from=date.fromisoformat(facts["valid_from"]),
        valid_to=date.fromisoformat(facts["valid_to"]) if facts["valid_to"] else None,
        operator_id=facts["operator"],
        facility_id=facts["facility"],
        community=facts["community"],
    )


def grant(
    session: Session,
    command: GrantRole,
    *,
    actor: str,
    now: datetime,
    asked: ApprovalRow | None = None,
) -> int:
    """Give a role at a place and return the membership's number; the log names who gave it.

    ``asked`` is the question that ``actor`` confirmed; only the command line and the demonstration
    give roles without one.
    """
    _check(session, command)
    membership = Membership(
        person_id=command.person_id,
        role=command.role.value,
        operator_id=command.operator_id,
        facility_id=command.facility_id,
        community_katottg=command.community,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    session.add(membership)
    session.flush()
    facts = {
        **_facts(membership),
        "valid_from": command.valid_from.isoformat(),
        "valid_to": command.valid_to.isoformat() if command.valid_to else None,
        "approval": asked.id if asked else None,
        "asked_by": f"person:{asked.asked_by}" if asked else None,
    }
    _note(session, "role_granted", membership, facts, actor, now)
    return membership.id


def revoke(
    session: Session, membership_id: int, *, last_day: date, actor: str, now: datetime
) -> None:
    """Let a role end with ``last_day``; the membership stays, so the past stays explained.

    Raises ``LastAdministrator`` when nobody could manage accounts on the day after.
    """
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NoSuchMembership(membership_id=membership_id)
    membership.valid_to = last_day
    session.flush()
    after = max(last_day + timedelta(days=1), in_kyiv(now).date())
    if membership.role == Role.ADMIN and not queries.holders(session, Role.ADMIN, after):
        raise LastAdministrator()
    facts = {**_facts(membership), "last_day": last_day.isoformat()}
    _note(session, "role_revoked", membership, facts, actor, now)


def _check(session: Session, command: GrantRole) -> None:
    if command.role in BUSINESS and command.operator_id is None and command.facility_id is None:
        raise RoleNeedsPlace(role=command.role.value)
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise RoleEndsBeforeItBegins(field="valid_to")
    if session.get(Person, command.person_id) is None:
        raise NoSuchPerson(person_id=command.person_id)


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "membership": membership.id,
        "role": membership.role,
        "operator": membership.operator_id,
        "facility": membership.facility_id,
        "community": membership.community_katottg,
    }


def _note(
    session: Session,
    kind: str,
    membership: Membership,
    facts: dict[str, Any],
    actor: str,
    now: datetime,
) -> None:
    subject = f"person:{membership.person_id}"
    deed = Deed(kind, subject, facts, community=membership.community_katottg)
    record(session, deed, actor=actor, now=now)
