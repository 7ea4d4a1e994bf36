"""Putting a message into the outbox, taking what is due, and noting how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.notices import rules
from occupancy.notices.models import OutboxMessage


@dataclass(frozen=True)
class Message:
    """What is sent: ``channel`` is ``mail``, ``file`` or ``url``; ``key`` names it for ever."""

    key: str
    channel: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class Taken:
    """A message that is ours to send now."""

    id: int
    message: Message


def put(session: Session, message: Message, *, now: datetime) -> bool:
    """Keep a message to be sent; False when one of this key was ever kept."""
    asked = select(OutboxMessage.id).where(OutboxMessage.key == message.key)
    if session.scalar(asked) is not None:
        return False
    session.add(
        OutboxMessage(
            key=message.key,
            channel=message.channel,
            address=message.address,
            subject=message.subject,
            body=message.body,
            made_at=now,
            due_at=now,
            tries=0,
        )
    )
    session.flush()
    return True


def take(session: Session, *, now: datetime, most: int = 20) -> list[Taken]:
    """Take what is due, for the length of a lease; another server takes none of it meanwhile."""
    due = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for each in due:
        each.due_at = now + rules.LEASE
        each.tries += 1
    return [
        Taken(each.id, Message(each.key, each.channel, each.address, each.subject, each.body))
        for each in due
    ]


def sent(session: Session, message_id: int, *, now: datetime) -> None:
    """Note that a message has gone; it is never sent again."""
    message = session.get_one(OutboxMessage, message_id)
    message.sent_at, message.error = now, None


def failed(session: Session, message_id: int, error: str, *, now: datetime) -> None:
    """Note that a message has not gone, and when it is tried again."""
    message = session.get_one(OutboxMessage, message_id)
    message.error = error[:80]
    message.due_at = now + rules.pause_after(message.tries)
