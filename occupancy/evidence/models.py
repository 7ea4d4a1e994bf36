"""Imports of outside figures and their rows: lines are added, never edited.

What stands of a reading or a check is what the newest import says of it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class EvidenceImport(Base):
    """One file: ``kind`` is ``evidence`` or ``checks``, ``source`` who gave the figures.

    ``rows`` counts the rows that said something new; ``rows_digest`` is ``rules.digest`` of them.
    """

    __tablename__ = "evidence_import"
    __table_args__ = (CheckConstraint("kind IN ('evidence', 'checks')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(80))
    file_sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    rows_digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    audit_seq: Mapped[int]


class EvidenceReading(Base):
    """A reading of a facility or of a whole community, as line ``line`` of its file says."""

    __tablename__ = "evidence_reading"
    __table_args__ = (
        CheckConstraint("(facility_id IS NULL) != (community IS NULL)", name="of_whom"),
        CheckConstraint("date_from <= date_to", name="order"),
        CheckConstraint("value >= 0", name="value"),
        Index("ix_evidence_reading_facility_id", "facility_id", "kind", "date_from"),
        Index("ix_evidence_reading_date_to", "date_to"),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("evidence_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))
    community: Mapped[str | None] = mapped_column(ForeignKey("community.katottg"))
    date_from: Mapped[date]
    date_to: Mapped[date]
    kind: Mapped[str] = mapped_column(String(40))
    value: Mapped[float]


class EvidenceCheck(Base):
    """A past check that was not made with this product, as line ``line`` of its file says."""

    __tablename__ = "evidence_check"
    __table_args__ = (
        CheckConstraint("design IN ('random', 'risk', 'complaint')", name="design"),
        CheckConstraint("observed_guests >= 0", name="observed_guests"),
        CheckConstraint(
            "inclusion_probability IS NULL"
            " OR (inclusion_probability > 0 AND inclusion_probability <= 1)",
            name="inclusion_probability",
        ),
        Index("ix_evidence_check_facility_id", "facility_id", "night"),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("evidence_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    night: Mapped[date]
    observed_guests: Mapped[int]
    design: Mapped[str] = mapped_column(String(12))
    inclusion_probability: Mapped[float | None]
