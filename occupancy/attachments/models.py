"""What is known of a file; the file itself lies in the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class Attachment(Base):
    """A file under its random ``key``; ``subject`` says what it belongs to (``visit:<id>``).

    ``id`` is one more than ``audit_seq``, the entry that holds a salted digest of ``sha256``. An
    erased file keeps its row: size and times stay, the digest goes with the salt, and the entry
    matches nothing.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("(erased_at IS NULL) = (sha256 IS NOT NULL)", name="erased"),
        CheckConstraint("bytes > 0", name="bytes"),
        Index("ix_attachment_subject", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    audit_seq: Mapped[int]
    erased_at: Mapped[datetime | None]
