"""Ways in: one's own new password, a first password from an administrator, a lost phone.

Nothing of this goes by e-mail (threat 3). An official's way in is reset by two people, so that no
single administrator can walk in as somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from occupancy.accounts.commands import Ask
from occupancy.accounts.models import Person
from occupancy.accounts.queries import ApprovalRow, account
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import NoSuchPerson, PasswordSame, PasswordWrong, SecondPersonNeeded
from occupancy.accounts.rules.approvals import PASSWORD, PHONE, ROLE
from occupancy.accounts.rules.passwords import FIRST_LASTS, check_choice
from occupancy.accounts.services.approvals import ask, decide
from occupancy.accounts.services.grants import grant, granted
from occupancy.accounts.services.passwords import Passwords
from occupancy.accounts.services.people import first_password
from occupancy.accounts.services.sessions import end_all_sessions
from occupancy.audit.rules import instant
from occupancy.audit.services import Deed, record
from occupancy.clock import in_kyiv

#: Who answers questions about accounts.
DECIDERS = (Role.ADMIN, Role.CHIEF)


@dataclass(frozen=True)
class Chosen:
    """A new password as it is kept, and what was kept when the old one was checked."""

    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True)
class Answered:
    """A question that was answered; ``password`` is the first password that followed, if any."""

    row: ApprovalRow
    password: str | None = field(default=None, repr=False)


def chosen_password(
    session: Session, person_id: int, *, old: str, new: str, passwords: Passwords
) -> Chosen:
    """Check one's own new password and return how it is kept; reads only, as hashes are slow.

    Raises ``PasswordWrong``, ``PasswordSame`` and the refusals of ``rules.passwords``.
    """
    person = _person(session, person_id)
    if not passwords.matches(person.password_hash, old):
        raise PasswordWrong(field="old")
    if old == new:
        raise PasswordSame(field="new")
    check_choice(new, (person.login,), field="new")
    return Chosen(person.password_hash, passwords.hash(new))


def change_password(session: Session, person_id: int, chosen: Chosen, *, now: datetime) -> None:
    """Keep a person's own new password; every session ends, also the one that asks.

    Raises ``PasswordWrong`` when the password was changed elsewhere meanwhile.
    """
    person = _person(session, person_id)
    if person.password_hash != chosen.before:
        raise PasswordWrong(field="old")
    person.password_hash = chosen.after
    person.first_password_until = None
    session.flush()
    end_all_sessions(session, person_id)
    subject = f"person:{person_id}"
    record(session, Deed("password_changed", subject, {}), actor=subject, now=now)


def ask_reset(session: Session, person_id: int, kind: str, *, actor_id: int, now: datetime) -> None:
    """Ask a second person to reset an official's phone or password (``PHONE``, ``PASSWORD``)."""
    _person(session, person_id)
    wanted = Ask(kind, f"person:{person_id}", {}, about_id=person_id)
    ask(session, wanted, actor_id=actor_id, now=now)


def answer(
    session: Session,
    approval_id: int,
    *,
    confirmed: bool,
    passwords: Passwords,
    actor_id: int,
    now: datetime,
) -> Answered:
    """Answer a question about an account; a yes is carried out at once."""
    row = decide(
        session,
        approval_id,
        confirmed=confirmed,
        deciders=DECIDERS,
        actor_id=actor_id,
        now=now,
    )
    if not confirmed or row.about_id is None:
        return Answered(row)
    actor = f"person:{actor_id}"
    if row.kind == ROLE:
        grant(session, granted(row), actor=actor, now=now, asked=row)
    elif row.kind == PHONE:
        reset_phone(session, row.about_id, actor=actor, now=now, asked=row)
    elif row.kind == PASSWORD:
        password = first_password()
        reset_password(
            session,
            row.about_id,
            password,
            passwords=passwords,
            actor=actor,
            now=now,
            asked=row,
        )
        return Answered(row, password)
    return Answered(row)


def reset_phone(
    session: Session, person_id: int, *, actor: str, now: datetime, asked: ApprovalRow | None = None
) -> None:
    """Forget a second factor: the next sign-in sets a new phone up. Sessions end at once."""
    person = _person(session, person_id)
    _check_two(session, person_id, asked, now)
    person.totp_secret = person.totp_last_step = None
    session.flush()
    end_all_sessions(session, person_id)
    _note(session, "phone_reset", person_id, {}, asked, actor, now)


def reset_password(
    session: Session,
    person_id: int,
    password: str,
    *,
    passwords: Passwords,
    actor: str,
    now: datetime,
    asked: ApprovalRow | None = None,
) -> None:
    """Give a first password in place of a forgotten one. Sessions end at once."""
    person = _person(session, person_id)
    _check_two(session, person_id, asked, now)
    person.password_hash = passwords.hash(password)
    person.first_password_until = now + FIRST_LASTS
    session.flush()
    end_all_sessions(session, person_id)
    facts = {"first_password_until": instant(person.first_password_until)}
    _note(session, "password_reset", person_id, facts, asked, actor, now)


def _check_two(session: Session, person_id: int, asked: ApprovalRow | None, now: datetime) -> None:
    row = account(session, person_id, in_kyiv(now).date())
    if row is not None and (row.is_staff or row.phone) and asked is None:
        raise SecondPersonNeeded()


def _note(
    session: Session,
    kind: str,
    person_id: int,
    facts: dict[str, str],
    asked: ApprovalRow | None,
    actor: str,
    now: datetime,
) -> None:
    told = {
        **facts,
        "approval": asked.id if asked else None,
        "asked_by": f"person:{asked.asked_by}" if asked else None,
    }
    record(session, Deed(kind, f"person:{person_id}", told), actor=actor, now=now)


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id, populate_existing=True)
    if person is None:
        raise NoSuchPerson(person_id=person_id)
    return person
