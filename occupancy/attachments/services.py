"""Naming a file that lies in the store, and erasing one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.attachments.models import Attachment
from occupancy.attachments.queries import AttachmentRow, row_of
from occupancy.attachments.rules import refusals as no
from occupancy.attachments.store import Kept
from occupancy.audit.services import Deed, erase_words, record
from occupancy.errors import NotYours


def attach(
    session: Session,
    kept: Kept,
    *,
    subject: str,
    community: str | None,
    author_id: int,
    now: datetime,
) -> AttachmentRow:
    """Let a kept file belong to ``subject``, whose row the caller holds.

    Raises ``TooManyFiles`` when as many as its purpose allows stand there already.
    """
    taken, purpose = kept.taken, kept.taken.purpose
    standing = session.scalar(
        select(func.count())
        .select_from(Attachment)
        .where(Attachment.subject == subject, Attachment.erased_at.is_(None))
    )
    if (standing or 0) >= purpose.most_files:
        raise no.TooManyFiles(most=purpose.most_files)
    facts = {
        "purpose": purpose.name,
        "of": subject,
        "media_type": taken.media_type,
        "bytes": len(taken.content),
        "width": taken.width,
        "height": taken.height,
    }
    entry = record(
        session,
        Deed(
            "attachment_added",
            f"attachment:{kept.key}",
            facts,
            community,
            words={"sha256": taken.sha256},
        ),
        actor=f"person:{author_id}",
        now=now,
    )
    made = Attachment(
        id=entry.seq + 1,
        key=kept.key,
        purpose=purpose.name,
        subject=subject,
        media_type=taken.media_type,
        bytes=len(taken.content),
        sha256=taken.sha256,
        width=taken.width,
        height=taken.height,
        author_id=author_id,
        at=now,
        audit_seq=entry.seq,
    )
    session.add(made)
    session.flush()
    return row_of(made)


def erase(session: Session, key: str, *, actor: str, why: str, now: datetime) -> AttachmentRow:
    """Forget a file; ``why`` is a code. Once this is committed, the caller drops it from the disk.

    Returns the file as it stood; raises ``NotYours`` when there is none.
    """
    query = select(Attachment).where(Attachment.key == key, Attachment.erased_at.is_(None))
    found = session.scalars(query.with_for_update()).first()
    if found is None:
        raise NotYours()
    stood = row_of(found)
    found.erased_at, found.sha256 = now, None
    session.flush()
    record(
        session,
        Deed(
            "attachment_erased",
            f"attachment:{key}",
            {"of": stood.subject, "entry": stood.audit_seq, "why": why},
        ),
        actor=actor,
        now=now,
    )
    erase_words(session, [stood.audit_seq], actor=actor, why="attachment_erased", now=now)
    return stood
