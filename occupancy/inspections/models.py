"""A visit and what was sealed when it was opened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.constraints import means
from occupancy.database import Base
from occupancy.inspections.rules import AlreadyPlanned


class Visit(Base):
    """A visit of an inspector to a facility about one night.

    ``id`` is a UUID that the tablet may make itself. States: planned → opened → closed, or
    planned → cancelled. ``seal`` is the frozen declaration of the moment of opening (figures,
    revision, receipt, whether the cut-off had passed, log size); ``seal_seq`` its log entry: a
    filing is later than the visit when its log number is larger, whatever any clock said.
    ``outcome``: ``no_difference``, ``difference``, ``not_examined`` (then ``outcome_reason`` is one
    of ``rules.NOT_EXAMINED``). What is written while a visit is open is a draft (``saved_at``).
    A facility has one visit a night at most, unless it was cancelled.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'opened', 'closed', 'cancelled')", name="state"),
        CheckConstraint("origin IN ('signal', 'random', 'complaint')", name="origin"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('no_difference', 'difference', 'not_examined')",
            name="outcome",
        ),
        CheckConstraint(
            "signing IS NULL OR signing IN ('signed', 'with_remarks', 'refused')", name="signing"
        ),
        CheckConstraint("rooms_seen IS NULL OR rooms_seen >= 0", name="rooms_seen"),
        CheckConstraint("guests_seen IS NULL OR guests_seen >= 0", name="guests_seen"),
        CheckConstraint("state NOT IN ('opened', 'closed') OR seal_seq IS NOT NULL", name="sealed"),
        CheckConstraint("state != 'closed' OR outcome IS NOT NULL", name="closed_outcome"),
        Index("ix_visit_inspector_id", "inspector_id", "night"),
        Index("ix_visit_facility_id", "facility_id", "night"),
        Index(
            "uq_visit_one_live",
            "facility_id",
            "night",
            unique=True,
            sqlite_where=text("state != 'cancelled'"),
            postgresql_where=text("state != 'cancelled'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    night: Mapped[date]
    inspector_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_inspector_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    origin: Mapped[str] = mapped_column(String(12))
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flag.id"))
    order_no: Mapped[str] = mapped_column(String(80))
    order_date: Mapped[date]
    planned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime | None]
    seal: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    seal_seq: Mapped[int | None]
    seal_leaf: Mapped[str | None] = mapped_column(String(64))
    saved_at: Mapped[datetime | None]
    counted_from: Mapped[datetime | None]
    counted_to: Mapped[datetime | None]
    rooms_seen: Mapped[int | None]
    guests_seen: Mapped[int | None]
    methods: Mapped[list[str] | None] = mapped_column(JSON)
    received_by: Mapped[str | None] = mapped_column(String(160))
    received_post: Mapped[str | None] = mapped_column(String(160))
    statement: Mapped[str | None] = mapped_column(String(2000))
    remarks: Mapped[str | None] = mapped_column(String(2000))
    signing: Mapped[str | None] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(16))
    outcome_reason: Mapped[str | None] = mapped_column(String(16))
    outcome_note: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
    closed_seq: Mapped[int | None]
    cancelled_reason: Mapped[str | None] = mapped_column(String(300))


class PlanRead(Base):
    """Who has looked at the plan of a visit before it was opened: once a person and day (Kyiv)."""

    __tablename__ = "plan_read"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


# Two chiefs plan the same facility for the same night at the same moment: one of them is told.
means("uq_visit_one_live", AlreadyPlanned)
