"""Reading the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from occupancy.notices.models import OutboxMessage


@dataclass(frozen=True)
class SentRow:
    """How the newest message of a kind to one address stands."""

    channel: str
    address: str
    made_at: datetime
    sent_at: datetime | None
    tries: int
    error: str | None


def newest(session: Session, kind: str) -> list[SentRow]:
    """Return the newest message to each address whose key begins with ``kind`` and a colon."""
    last = (
        select(func.max(OutboxMessage.id))
        .where(_of_kind(kind))
        .group_by(OutboxMessage.channel, OutboxMessage.address)
    )
    found = session.scalars(
        select(OutboxMessage).where(OutboxMessage.id.in_(last)).order_by(OutboxMessage.id)
    )
    return [
        SentRow(each.channel, each.address, each.made_at, each.sent_at, each.tries, each.error)
        for each in found
    ]


def made_since(session: Session, kind: str, channel: str, address: str, since: datetime) -> bool:
    """Say whether a message of ``kind`` to this address was kept since a moment."""
    asked = select(OutboxMessage.id).where(
        _of_kind(kind),
        OutboxMessage.channel == channel,
        OutboxMessage.address == address,
        OutboxMessage.made_at >= since,
    )
    return session.scalar(asked.limit(1)) is not None


def waiting(session: Session) -> int:
    """Return how many messages have not gone yet."""
    asked = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.sent_at.is_(None))
    return session.scalar(asked) or 0


def _of_kind(kind: str) -> ColumnElement[bool]:
    return OutboxMessage.key.startswith(f"{kind}:", autoescape=True)
