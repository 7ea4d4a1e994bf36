"""Reading epochs and signed heads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from occupancy.audit.models import AuditCheckpoint, AuditEpoch


@dataclass(frozen=True)
class EpochRow:
    """A history of the log; ``public_key`` (32 bytes) signs its heads."""

    number: int
    origin: str
    public_key: bytes
    started_at: datetime
    first_seq: int


@dataclass(frozen=True)
class CheckpointRow:
    """A signed head over the first ``size`` entries; ``note`` is the text that was published."""

    number: int
    epoch: int
    size: int
    root: bytes
    at: datetime
    note: str
    previous: bytes


def epoch(session: Session) -> EpochRow | None:
    """Return the running epoch, None while nothing was ever signed."""
    found = session.scalars(select(AuditEpoch).order_by(AuditEpoch.number.desc()).limit(1)).first()
    return _epoch(found) if found else None


def epochs(session: Session) -> list[EpochRow]:
    """Return every epoch, oldest first."""
    return [_epoch(each) for each in session.scalars(select(AuditEpoch).order_by("number"))]


def newest_checkpoint(session: Session) -> CheckpointRow | None:
    """Return the newest signed head, or None."""
    return _one(session, _newest_first().limit(1))


def numbered_checkpoint(session: Session, number: int) -> CheckpointRow | None:
    """Return the head with ``number``, or None."""
    return _one(session, select(AuditCheckpoint).where(AuditCheckpoint.number == number))


def checkpoint_of_size(session: Session, size: int) -> CheckpointRow | None:
    """Return the newest head over exactly ``size`` entries, or None."""
    return _one(session, _newest_first().where(AuditCheckpoint.size == size).limit(1))


def checkpoints(
    session: Session, *, after: int = 0, limit: int | None = None
) -> list[CheckpointRow]:
    """Return the heads numbered above ``after``, oldest first."""
    found = (
        select(AuditCheckpoint)
        .where(AuditCheckpoint.number > after)
        .order_by(AuditCheckpoint.number)
        .limit(limit)
    )
    return [_checkpoint(each) for each in session.scalars(found)]


def _newest_first() -> Select[Any]:
    return select(AuditCheckpoint).order_by(AuditCheckpoint.number.desc())


def _one(session: Session, query: Select[Any]) -> CheckpointRow | None:
    found = session.scalars(query).first()
    return _checkpoint(found) if found else None


def _epoch(found: AuditEpoch) -> EpochRow:
    return EpochRow(found.number, found.origin, found.public_key, found.started_at, found.first_seq)


def _checkpoint(found: AuditCheckpoint) -> CheckpointRow:
    return CheckpointRow(
        found.number,
        found.epoch,
        found.size,
        found.root_hash,
        found.at,
        found.note,
        found.previous_hash,
    )
