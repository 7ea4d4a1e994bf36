"""Gap-free numbers and frozen papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class DocumentType(Base):
    """A kind of paper and its legal basis; which ones are on is for the client's lawyer to say."""

    __tablename__ = "document_type"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    title_uk: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    legal_basis_uk: Mapped[str] = mapped_column(String(1200))
    legal_basis_en: Mapped[str] = mapped_column(String(1200))
    enabled: Mapped[bool]
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))


class CitationCounter(Base):
    """The last number given in a community and year; locked in the transaction that uses it."""

    __tablename__ = "citation_counter"

    community_katottg: Mapped[str] = mapped_column(
        ForeignKey("community.katottg"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Citation(Base):
    """A paper: ``snapshot`` holds the canonical bytes that the PDF is a pure function of.

    ``code`` (128 random bits, 26 Crockford base-32 characters) opens the public check page.
    """

    __tablename__ = "citation"
    __table_args__ = (
        UniqueConstraint("community_katottg", "year", "number"),
        UniqueConstraint("visit_id"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_citation_issued_at", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_katottg: Mapped[str] = mapped_column(ForeignKey("community.katottg"))
    year: Mapped[int]
    number: Mapped[int]
    document_type: Mapped[str] = mapped_column(ForeignKey("document_type.code"))
    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    code: Mapped[str] = mapped_column(String(26), unique=True)
    snapshot: Mapped[bytes] = mapped_column(LargeBinary)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    template_version: Mapped[str] = mapped_column(String(16))
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    audit_seq: Mapped[int] = mapped_column(unique=True)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_reason: Mapped[str | None] = mapped_column(String(300))
