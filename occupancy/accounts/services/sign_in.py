"""Who is it, and is it really them: password and one-time code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person
from occupancy.accounts.rules import CodeNotAccepted, codes, throttle
from occupancy.accounts.services.passwords import Passwords


def person_by_password(
    session: Session,
    passwords: Passwords,
    *,
    login: str,
    password: str,
    demo: bool,
    now: datetime,
) -> int | None:
    """Return the number of the person, or None: unknown, disabled, wrong, too late, or made up.

    All of these take the same time. Made-up accounts (``Person.demo``) sign in only where ``demo``
    is true; a first password opens nothing from its ``first_password_until`` on. Reads only, so
    that no lock is held while the hash is worked out.
    """
    key = throttle.login_key(login)
    person = session.scalars(select(Person).where(Person.login == key)).one_or_none()
    allowed = (
        person is not None
        and person.disabled_at is None
        and (demo or not person.demo)
        and (person.first_password_until is None or now < person.first_password_until)
    )
    kept = person.password_hash if person is not None and allowed else None
    right = passwords.matches(kept, password)
    return person.id if person is not None and right else None


def use_code(session: Session, person_id: int, typed: str, *, real_now: datetime) -> None:
    """Accept a second-factor code once; raises ``CodeNotAccepted``.

    ``real_now`` is the true time, as the person's phone knows it. The last step moves forward in
    one statement, so of two requests with the same code only one gets in (RFC 6238 §5.2).
    """
    secret = session.scalar(select(Person.totp_secret).where(Person.id == person_id))
    step = codes.matching_step(secret, typed, real_now) if secret else None
    if step is None or not _move_to(session, person_id, step):
        raise CodeNotAccepted(field="code")


def enrol(session: Session, person_id: int, secret: str, typed: str, *, real_now: datetime) -> None:
    """Keep the second factor of a person who has none, proved by its first code.

    Raises ``CodeNotAccepted``, also when a second factor is there already: replacing one is an
    administrator's deed.
    """
    step = codes.matching_step(secret, typed, real_now)
    if step is None:
        raise CodeNotAccepted(field="code")
    kept = session.execute(
        update(Person)
        .where(Person.id == person_id, Person.totp_secret.is_(None))
        .values(totp_secret=secret, totp_last_step=step)
        .returning(Person.id)
    ).first()
    if kept is None:
        raise CodeNotAccepted(field="code")


def _move_to(session: Session, person_id: int, step: int) -> bool:
    moved = session.execute(
        update(Person)
        .where(
            Person.id == person_id,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
        )
        .values(totp_last_step=step)
        .returning(Person.id)
    ).first()
    return moved is not None
