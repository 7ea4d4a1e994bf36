"""Revisions of nights. The standing figure of a night is its highest revision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class FilingRevision(Base):
    """What a facility said of one night, once.

    ``domestic`` and ``inbound`` are the taxable guests; ``exempt`` counts by ground
    (``{"MINOR": 2}``), ``bands`` splits the taxable ones by price band where the council's rate has
    bands (``[{"code": "b2", "domestic": 10, "inbound": 3}]``). ``guests`` is all of them.
    ``kind`` is ``figure`` (free until 12:00 of the next day) or ``correction`` (with a reason).
    """

    __tablename__ = "filing_revision"
    __table_args__ = (
        UniqueConstraint("facility_id", "night", "number"),
        UniqueConstraint("facility_id", "idempotency_key"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "rooms_occupied >= 0 AND domestic >= 0 AND inbound >= 0 AND exempt_total >= 0"
            " AND guests = domestic + inbound + exempt_total",
            name="figures",
        ),
        CheckConstraint("(rooms_occupied = 0) = (guests = 0)", name="empty_means_empty"),
        CheckConstraint("arrivals IS NULL OR (arrivals BETWEEN 0 AND guests)", name="arrivals"),
        CheckConstraint("kind IN ('figure', 'correction')", name="kind"),
        Index("ix_filing_revision_night", "night"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    night: Mapped[date]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    rooms_occupied: Mapped[int]
    guests: Mapped[int]
    domestic: Mapped[int]
    inbound: Mapped[int]
    exempt_total: Mapped[int]
    exempt: Mapped[dict[str, int]] = mapped_column(JSON)
    bands: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    arrivals: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(300))
    due_kopiykas: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filed_at: Mapped[datetime]
    after_cutoff: Mapped[bool]
    receipt_no: Mapped[str] = mapped_column(String(24), unique=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(80))
    audit_seq: Mapped[int] = mapped_column(unique=True)
    audit_leaf: Mapped[str] = mapped_column(String(64))
