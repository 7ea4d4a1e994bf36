"""Gap-free numbers and frozen papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class DocumentType(Base):
    """A kind of paper and its legal basis; which ones are on is for the client's lawyer to say.

    ``prints_expected`` switches the plausible range on the paper, where it explains why the
    facility was chosen.
    """

    __tablename__ = "document_type"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    title_uk: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    legal_basis_uk: Mapped[str] = mapped_column(String(1200))
    legal_basis_en: Mapped[str] = mapped_column(String(1200))
    enabled: Mapped[bool]
    prints_expected: Mapped[bool] = mapped_column(default=False)
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

    ``code`` (128 random bits, 26 Crockford base-32 characters) opens the public check page. A paper
    is never edited: a voided one keeps its number, and the one that takes its place says so in
    ``replaces_id``. A visit has one paper that is not void at most.
    """

    __tablename__ = "citation"
    __table_args__ = (
        UniqueConstraint("community_katottg", "year", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_reason IS NULL)",
            name="void",
        ),
        CheckConstraint("voided_by IS NULL OR voided_by != issued_by", name="second_person"),
        Index("ix_citation_visit_id", "visit_id"),
        Index("ix_citation_facility_id", "facility_id", "issued_at"),
        Index(
            "uq_citation_one_live",
            "visit_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index("ix_citation_issued_at", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_katottg: Mapped[str] = mapped_column(ForeignKey("community.katottg"))
    year: Mapped[int]
    number: Mapped[int]
    number_text: Mapped[str] = mapped_column(String(24), unique=True)
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
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("citation.id"), unique=True)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_reason: Mapped[str | None] = mapped_column(String(300))
