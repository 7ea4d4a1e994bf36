"""People who sign in: added with a first password, shut out, let in again; their choices."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occupancy.accounts import queries
from occupancy.accounts.commands import NewPerson
from occupancy.accounts.models import Membership, Person
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import (
    AlreadyDisabled,
    LastAdministrator,
    NoSuchPerson,
    NotForYourself,
    throttle,
)
from occupancy.accounts.rules.passwords import FIRST_LASTS, spelled
from occupancy.accounts.services.grants import revoke
from occupancy.accounts.services.passwords import Passwords
from occupancy.accounts.services.sessions import end_all_sessions
from occupancy.audit.rules import instant
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


def add_person(
    session: Session, command: NewPerson, *, passwords: Passwords, actor: str, now: datetime
) -> int:
    """Add somebody whose password was given by somebody else, so that it must be changed."""
    person_id = create_person(session, command, passwords=passwords)
    until = now + FIRST_LASTS
    _person(session, person_id).first_password_until = until
    session.flush()
    facts = {"first_password_until": instant(until)}
    record(session, Deed("person_added", f"person:{person_id}", facts), actor=actor, now=now)
    return person_id


def first_password() -> str:
    """Return a password of 80 random bits, to be read out once and changed at the first sign-in."""
    return spelled(secrets.randbits(80))


def disable(session: Session, person_id: int, *, today: date, actor: str, now: datetime) -> None:
    """Shut an account: its sessions end at once, its roles end with the day before ``today``.

    Raises ``NotForYourself`` and ``LastAdministrator``: somebody must be left to open it again.
    """
    person = _person(session, person_id)
    if person.disabled_at is not None:
        raise AlreadyDisabled()
    if actor == f"person:{person_id}":
        raise NotForYourself()
    if queries.holders(session, Role.ADMIN, today) == [person_id]:
        raise LastAdministrator()
    person.disabled_at = now
    end_all_sessions(session, person_id)
    record(session, Deed("person_disabled", f"person:{person_id}", {}), actor=actor, now=now)
    standing = session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= today),
        )
    ).all()
    for membership in standing:
        yesterday = today - timedelta(days=1)
        revoke(session, membership.id, last_day=yesterday, actor=actor, now=now)


def enable(session: Session, person_id: int, *, actor: str, now: datetime) -> None:
    """Open a shut account again; its roles stay ended, each takes two people anew."""
    person = _person(session, person_id)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    session.flush()
    record(session, Deed("person_enabled", f"person:{person_id}", {}), actor=actor, now=now)


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
