"""What facilities answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.attachments import queries as attachments
from occupancy.attachments.queries import AttachmentRow
from occupancy.scans import rules
from occupancy.scans.models import FlagReply


@dataclass(frozen=True)
class ReplyRow:
    """An answer to a question; ``words`` are None once they were erased."""

    id: int
    words: str | None
    author_id: int
    at: datetime
    files: tuple[AttachmentRow, ...]


def replies(session: Session, flag_id: int) -> list[ReplyRow]:
    """Return the answers to a question, oldest first."""
    query = select(FlagReply).where(FlagReply.flag_id == flag_id).order_by(FlagReply.id)
    found = session.scalars(query).all()
    of = attachments.of_subjects(session, [rules.files_of(each.id) for each in found])
    return [
        ReplyRow(
            each.id, each.words, each.author_id, each.at, tuple(of.get(rules.files_of(each.id), ()))
        )
        for each in found
    ]


def reply_file(session: Session, flag_id: int, key: str) -> AttachmentRow | None:
    """Return a file that came with an answer to this question, or None."""
    standing = (file for each in replies(session, flag_id) for file in each.files)
    return next((file for file in standing if file.key == key), None)
