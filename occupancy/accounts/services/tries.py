"""Counting tries to sign in, in the database: every server and worker sees the same count."""

from __future__ import annotations

import zlib
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, text, update
from sqlalchemy.orm import Session

from occupancy.accounts.models import SignInAttempt
from occupancy.accounts.rules import TooManyTries, throttle

#: Upper half of the PostgreSQL advisory lock's key; the lower half is the address.
_LOCK = 0x5452_4945 << 32


def begin(session: Session, *, login: str, address: str, second_factor: bool, now: datetime) -> int:
    """Write a try down as failed before it is checked, and return its number.

    Counting first keeps many tries at once from slipping past the count. A refused try is not
    counted, so the wait always ends. Raises ``TooManyTries``.
    """
    _one_at_a_time(session, address)
    limits: list[tuple[ColumnElement[bool], int]] = [
        (SignInAttempt.address == address, throttle.PER_ADDRESS),
        (
            (SignInAttempt.address == address) & (SignInAttempt.login == login),
            throttle.PER_LOGIN_AND_ADDRESS,
        ),
    ]
    if second_factor:
        codes = (SignInAttempt.login == login) & SignInAttempt.second_factor.is_(True)
        limits.append((codes, throttle.CODES_PER_LOGIN))
    seconds = max(_wait(session, which, allowed, now) for which, allowed in limits)
    if seconds:
        raise TooManyTries(seconds=seconds)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - throttle.KEPT))
    attempt = SignInAttempt(
        login=login, address=address, at=now, second_factor=second_factor, succeeded=False
    )
    session.add(attempt)
    session.flush()
    return attempt.id


def succeed(session: Session, attempt_id: int) -> None:
    """Note that a try was right: it no longer counts."""
    session.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True)
    )


def _wait(session: Session, which: ColumnElement[bool], allowed: int, now: datetime) -> int:
    failures = session.scalars(
        select(SignInAttempt.at)
        .where(which, SignInAttempt.succeeded.is_(False), SignInAttempt.at > now - throttle.WINDOW)
        .order_by(SignInAttempt.at.desc())
        .limit(allowed)
    ).all()
    return throttle.wait(failures, allowed, now)


def _one_at_a_time(session: Session, address: str) -> None:
    """SQLite has one writer anyway; PostgreSQL lets tries from one address queue up."""
    if session.get_bind().dialect.name == "postgresql":
        key = _LOCK | zlib.crc32(address.encode())
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
