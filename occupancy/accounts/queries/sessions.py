"""Sessions: which of them stand, and on which devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person, SignInSession
from occupancy.accounts.rules.stay import hash_of

#: How much of a key's hash names a session on a page; the key cannot be found from it.
HANDLE = 16


@dataclass(frozen=True)
class SessionRow:
    """A browser that is signed in; ``browser`` and ``device`` are codes of ``rules.devices``."""

    handle: str
    in_field: bool
    browser: str
    device: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime


def session_stands(
    session: Session,
    key: str,
    person_id: int,
    *,
    demo: bool,
    now: datetime,
    in_field: bool = False,
) -> bool:
    """Tell whether the session of ``key`` is open, its person enabled and not signed out since.

    A made-up person's session stands only where ``demo`` is true, and each only in the application
    that it was begun in: both sign their cookies with one secret.
    """
    found = _standing(person_id, now).where(
        SignInSession.key_hash == hash_of(key), SignInSession.in_field.is_(in_field)
    )
    if not demo:
        found = found.where(Person.demo.is_(False))
    return session.scalar(found) is not None


def sessions_of(session: Session, person_id: int, now: datetime) -> list[SessionRow]:
    """Return the sessions of a person that stand, the newest first."""
    found = session.scalars(
        _standing(person_id, now).order_by(SignInSession.started_at.desc(), SignInSession.key_hash)
    )
    return [
        SessionRow(
            handle=each.key_hash[:HANDLE],
            in_field=each.in_field,
            browser=each.browser,
            device=each.device,
            started_at=each.started_at,
            seen_at=each.seen_at or each.started_at,
            ends_at=each.ends_at,
        )
        for each in found
    ]


def handle_of(key: str) -> str:
    """Return by which name a page knows the session of ``key``."""
    return hash_of(key)[:HANDLE]


def _standing(person_id: int, now: datetime) -> Select[SignInSession]:
    return (
        select(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.epoch == Person.session_epoch,
            SignInSession.ended_at.is_(None),
            SignInSession.ends_at > now,
            Person.disabled_at.is_(None),
        )
    )
