"""Reading what is known of files: frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.attachments.models import Attachment


@dataclass(frozen=True)
class AttachmentRow:
    """A file that stands; the fields are those of ``models.Attachment``."""

    key: str
    purpose: str
    subject: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None
    height: int | None
    author_id: int
    at: datetime
    audit_seq: int

    @property
    def is_picture(self) -> bool:
        """Tell whether a page may show the file."""
        return self.media_type.startswith("image/")


def of_subject(session: Session, subject: str) -> list[AttachmentRow]:
    """Return the files of one thing that were not erased, oldest first."""
    return of_subjects(session, [subject]).get(subject, [])


def of_subjects(session: Session, subjects: Iterable[str]) -> dict[str, list[AttachmentRow]]:
    """Return the files of several things, by thing; those without files are left out."""
    query = (
        select(Attachment)
        .where(Attachment.subject.in_(tuple(subjects)), Attachment.erased_at.is_(None))
        .order_by(Attachment.id)
    )
    found: dict[str, list[AttachmentRow]] = {}
    for each in session.scalars(query):
        found.setdefault(each.subject, []).append(row_of(each))
    return found


def by_key(session: Session, key: str) -> AttachmentRow | None:
    """Return the file of a random key, or None when there is none or it was erased."""
    query = select(Attachment).where(Attachment.key == key, Attachment.erased_at.is_(None))
    found = session.scalars(query).first()
    return row_of(found) if found else None


def row_of(found: Attachment) -> AttachmentRow:
    """Return the frozen row of a record."""
    return AttachmentRow(
        **{name: getattr(found, name) for name in AttachmentRow.__dataclass_fields__}
    )
