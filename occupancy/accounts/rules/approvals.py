"""Deeds that take two people: who may say yes, and how long the question stands; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from occupancy.accounts.rules.refusals import (
    AlreadyDecided,
    AskExpired,
    NotForYourself,
    SecondPersonNeeded,
)

#: What is asked for; each step that has such a deed carries it out when it is confirmed.
ROLE, PHONE, PASSWORD, VOID = "role_grant", "phone_reset", "password_reset", "citation_void"
#: The kinds that the accounts step carries out itself.
OWN_KINDS = (ROLE, PHONE, PASSWORD)
#: A question that nobody answers lapses: people and reasons change.
STANDS = timedelta(days=7)


def check_open(outcome: str | None, expires_at: datetime, now: datetime) -> None:
    """Refuse to decide twice or too late."""
    if outcome is not None:
        raise AlreadyDecided()
    if now >= expires_at:
        raise AskExpired()


def check_second(decider: int, *, asked_by: int, about_id: int | None) -> None:
    """Refuse a yes from who asked, or from the person whom it serves."""
    if decider == asked_by:
        raise SecondPersonNeeded()
    if decider == about_id:
        raise NotForYourself()
