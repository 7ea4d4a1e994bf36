"""The facility's answer to a question: its own words, and files that show what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.attachments import services as files
from occupancy.attachments.store import Kept
from occupancy.audit.services import Deed, record
from occupancy.errors import NotYours, Refusal
from occupancy.filings.schemas.fields import as_words
from occupancy.registry import queries as registry
from occupancy.scans import rules
from occupancy.scans.commands import Reply
from occupancy.scans.models import Flag, FlagReply
from occupancy.scans.services.decisions import FlagIsClosed

#: Signs of one answer, and how many answers a question takes.
MOST_WORDS, MOST_REPLIES = 1000, 5


class ReplyMissing(Refusal):
    """An answer needs words: files alone do not say what they show."""

    code = "scan.reply_missing"


class TooManyReplies(Refusal):
    """The question was answered as often as anybody reads."""

    code = "scan.too_many_replies"
    status = 409


def reply(
    session: Session, command: Reply, kept: Sequence[Kept], *, actor_id: int, now: datetime
) -> int:
    """Keep an answer of the facility with its files, and return its number.

    Raises ``NotYours`` for a question that the facility was not asked.
    """
    words = checked(command.words)
    query = select(Flag).where(Flag.id == command.flag_id).with_for_update()
    flag = session.scalars(query).first()
    place = registry.facility_by_id(session, command.facility_id)
    if flag is None or place is None or flag.facility_id != place.id or flag.asked_at is None:
        raise NotYours()
    if flag.state != "open":
        raise FlagIsClosed(closed=flag.closed_at)
    count = select(func.count()).select_from(FlagReply).where(FlagReply.flag_id == flag.id)
    if (session.scalar(count) or 0) >= MOST_REPLIES:
        raise TooManyReplies(most=MOST_REPLIES)
    entry = record(
        session,
        Deed(
            "flag_answered",
            f"flag:{place.code}",
            {"flag": flag.id, "files": len(kept)},
            place.community.katottg,
            words={"words": words},
        ),
        actor=f"person:{actor_id}",
        now=now,
    )
    made = FlagReply(
        id=entry.seq + 1,
        flag_id=flag.id,
        words=words,
        author_id=actor_id,
        at=now,
        audit_seq=entry.seq,
    )
    session.add(made)
    session.flush()
    for each in kept:
        files.attach(
            session,
            each,
            subject=rules.files_of(made.id),
            community=place.community.katottg,
            author_id=actor_id,
            now=now,
        )
    return made.id


def checked(text: str) -> str:
    """Return an answer's words; raises a refusal beside the field ``words``."""
    try:
        words = as_words(text.strip(), MOST_WORDS)
    except Refusal as refusal:
        refusal.field = "words"
        raise
    if not words:
        raise ReplyMissing(field="words")
    return words
