"""People and their roles; every change of a right is an entry of the log."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.models import Membership, Person
from occupancy.accounts.roles import BUSINESS
from occupancy.accounts.rules import NoSuchMembership, NoSuchPerson, RoleNeedsPlace, throttle
from occupancy.accounts.services.passwords import Passwords
from occupancy.accounts.services.sign_in import end_all_sessions
from occupancy.audit.services import Deed, record

LANGUAGES = ("uk", "en")
#: "sun" is day with more contrast, for a tablet outdoors.
THEMES = ("device", "light", "dark", "sun")


def create_person(session: Session, command: NewPerson, *, passwords: Passwords) -> int:
    """Add somebody who may sign in, and return the number by which the log calls them.

    A login that is taken is refused by the database (``LoginTaken``).
    """
    person = Person(
        login=throttle.login_key(command.login),
        display_name=command.display_name,
        post_uk=command.post_uk,
        certificate_no=command.certificate_no,
        password_hash=passwords.hash(command.password),
        totp_secret=command.totp_secret,
        language=command.language,
        demo=command.demo,
    )
    session.add(person)
    session.flush()
    return person.id


def grant(session: Session, command: GrantRole, *, actor: str, now: datetime) -> int:
    """Give a role at a place and return the membership's number; the log names who gave it."""
    if command.role in BUSINESS and command.operator_id is None and command.facility_id is None:
        raise RoleNeedsPlace(role=command.role.value)
    _person(session, command.person_id)
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
    facts = {**_facts(membership), "valid_from": command.valid_from.isoformat()}
    _note(session, "role_granted", membership, facts, actor, now)
    return membership.id


def revoke(
    session: Session, membership_id: int, *, last_day: date, actor: str, now: datetime
) -> None:
    """Let a role end with ``last_day``; the membership stays, so the past stays explained."""
    membership = session.get(Membership, membership_id)
    if membership is None:
        raise NoSuchMembership(membership_id=membership_id)
    membership.valid_to = last_day
    facts = {**_facts(membership), "last_day": last_day.isoformat()}
    _note(session, "role_revoked", membership, facts, actor, now)


def disable(session: Session, person_id: int, *, today: date, actor: str, now: datetime) -> None:
    """Shut an account: its sessions end at once, its roles end with the day before ``today``."""
    person = _person(session, person_id)
    person.disabled_at = now
    end_all_sessions(session, person_id)
    standing = session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= today),
        )
    ).all()
    for membership in standing:
        yesterday = today - timedelta(days=1)
        revoke(session, membership.id, last_day=yesterday, actor=actor, now=now)


def choose_language(session: Session, person_id: int, language: str) -> None:
    """Remember the language a person reads in, one of ``LANGUAGES``."""
    if language in LANGUAGES:
        session.execute(update(Person).where(Person.id == person_id).values(language=language))


def choose_theme(session: Session, person_id: int, theme: str) -> None:
    """Remember how bright a person's pages are, one of ``THEMES``."""
    if theme in THEMES:
        session.execute(update(Person).where(Person.id == person_id).values(theme=theme))


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NoSuchPerson(person_id=person_id)
    return person


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
