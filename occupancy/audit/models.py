"""The one append-only table of deeds, and what is signed over it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
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


class AuditNode(Base):
    """The hash of a complete subtree; kept for every eighth level (``rules.TILE_HEIGHT``)."""

    __tablename__ = "audit_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column("position", primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEpoch(Base):
    """A history of the log: a declared restore begins a new one, under a new ``origin``.

    ``first_seq`` is the first entry written in it, ``public_key`` (32 bytes) what signs its heads.
    """

    __tablename__ = "audit_epoch"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    started_at: Mapped[datetime]
    first_seq: Mapped[int]


class AuditCheckpoint(Base):
    """A signed head; ``note`` is the exact text that was published, ``previous_hash`` chains it."""

    __tablename__ = "audit_checkpoint"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("size >= 1", name="size"),
        Index("ix_audit_checkpoint_size", "size"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(ForeignKey("audit_epoch.number"))
    size: Mapped[int]
    root_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
