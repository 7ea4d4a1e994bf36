"""Sessions: begun at a sign-in, ended by their person, by somebody in charge, or by their time."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occupancy.accounts.models import Person, SignInSession
from occupancy.accounts.queries.sessions import HANDLE
from occupancy.accounts.rules import NoSuchPerson, throttle
from occupancy.accounts.rules.devices import Device
from occupancy.accounts.rules.stay import hash_of
from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours

_HANDLE = re.compile(rf"[0-9a-f]{{{HANDLE}}}")


def start_session(
    session: Session,
    person_id: int,
    *,
    lasts: timedelta,
    now: datetime,
    device: Device = Device(),  # noqa: B008 - frozen
    in_field: bool = False,
) -> str:
    """Open a session that ends after ``lasts`` in any case; return the key for its cookie."""
    epoch = session.scalar(select(Person.session_epoch).where(Person.id == person_id))
    if epoch is None:
        raise NoSuchPerson(person_id=person_id)
    session.execute(delete(SignInSession).where(SignInSession.ends_at < now - throttle.KEPT))
    key = secrets.token_urlsafe(16)
    session.add(
        SignInSession(
            key_hash=hash_of(key),
            person_id=person_id,
            epoch=epoch,
            in_field=in_field,
            browser=device.browser,
            device=device.kind,
            seen_at=now,
            started_at=now,
            ends_at=now + lasts,
        )
    )
    return key


def note_seen(session: Session, key: str, *, now: datetime) -> None:
    """Note that a session is in use; the edge does this once in some minutes."""
    session.execute(
        update(SignInSession).where(SignInSession.key_hash == hash_of(key)).values(seen_at=now)
    )


def end_session(session: Session, key: str, *, now: datetime) -> None:
    """End one session; its cookie opens nothing any more, wherever a copy of it may be."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.key_hash == hash_of(key), SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_one(session: Session, person_id: int, handle: str, *, actor: str, now: datetime) -> None:
    """End the session of a person that pages call ``handle``; raises ``NotYours`` for no such."""
    # Also before the database sees it: PostgreSQL takes no NUL, SQLite no pattern that long.
    if not _HANDLE.fullmatch(handle):
        raise NotYours()
    ended = session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.key_hash.startswith(handle, autoescape=True),
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(SignInSession.key_hash)
        .execution_options(synchronize_session=False)
    ).all()
    if not ended:
        raise NotYours()
    record(session, Deed("session_ended", f"person:{person_id}", {}), actor=actor, now=now)


def end_all_sessions(session: Session, person_id: int) -> None:
    """End every session of a person at once; the deed that does so is what the log tells."""
    session.execute(
        update(Person).where(Person.id == person_id).values(session_epoch=Person.session_epoch + 1)
    )


def sign_out_everywhere(session: Session, person_id: int, *, actor: str, now: datetime) -> None:
    """End every session of a person: a lost tablet, a phone left somewhere (threat 5)."""
    end_all_sessions(session, person_id)
    record(session, Deed("sessions_ended", f"person:{person_id}", {}), actor=actor, now=now)
