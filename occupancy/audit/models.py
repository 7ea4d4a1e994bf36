"""The one append-only table of deeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class AuditEntry(Base):
    """A deed: ``body`` holds the exact RFC 8785 bytes that ``leaf_hash`` was taken over."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("seq >= 0", name="seq_not_negative"),
        Index("ix_audit_entry_subject", "subject", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    community: Mapped[str | None] = mapped_column(String(19))
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditWords(Base):
    """The salt of the words that entry ``seq`` holds as a digest only; it goes with the words."""

    __tablename__ = "audit_words"

    seq: Mapped[int] = mapped_column(
        ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False
    )
    salt: Mapped[str] = mapped_column(String(32))
