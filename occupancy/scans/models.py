"""Runs of the detector, what each said of a facility and a night, and the flags it raised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class ScanRun(Base):
    """One run over the nights ``date_from`` to ``date_to``.

    The digests (SHA-256, hex) of input, parameters and code make a run repeatable; the same three
    again add nothing.
    """

    __tablename__ = "scan_run"
    __table_args__ = (
        UniqueConstraint("date_to", "input_digest", "params_digest", "code_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    input_digest: Mapped[str] = mapped_column(String(64))
    params_digest: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    facilities: Mapped[int]
    nights: Mapped[int]
    flags_opened: Mapped[int]
    flags_closed: Mapped[int]
    flags_standing: Mapped[int]
    started_at: Mapped[datetime]
    seconds: Mapped[float]


class Assessment(Base):
    """What a run said of one facility; interval limits are 90 %, ``reasons`` codes with numbers."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_facility_id", "facility_id", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scan_run.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    declared_nights: Mapped[float]
    plausible_nights: Mapped[float | None]
    plausible_low: Mapped[float | None]
    plausible_high: Mapped[float | None]
    gap_nights: Mapped[float | None]
    gap_low: Mapped[float | None]
    gap_high: Mapped[float | None]
    gap_kopiykas: Mapped[int | None]
    gap_kopiykas_low: Mapped[int | None]
    gap_kopiykas_high: Mapped[int | None]
    p_value: Mapped[float | None]
    q_value: Mapped[float | None]
    score: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class NightBand(Base):
    """What was plausible for a facility on a night, in guests, as a run saw it."""

    __tablename__ = "night_band"
    __table_args__ = (Index("ix_night_band_facility_id", "facility_id", "night", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scan_run.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    declared: Mapped[int | None]
    expected: Mapped[float]
    low80: Mapped[float]
    high80: Mapped[float]
    low95: Mapped[float]
    high95: Mapped[float]
    p_value: Mapped[float | None]
    flagged: Mapped[bool]


class Flag(Base):
    """A signal: a question to look at, with the run that raised it and the one that closed it.

    ``state`` goes open → closed and never back: a new question is a new row. ``decision`` is what a
    person did with it (``ask``, ``visit``, ``close``) and why.
    """

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        Index("ix_flag_facility_id", "facility_id", "state"),
        Index(
            "uq_flag_one_open",
            "facility_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    state: Mapped[str] = mapped_column(String(8))
    opened_run: Mapped[int] = mapped_column(ForeignKey("scan_run.id"))
    latest_run: Mapped[int] = mapped_column(ForeignKey("scan_run.id"))
    opened_at: Mapped[datetime]
    closed_run: Mapped[int | None] = mapped_column(ForeignKey("scan_run.id"))
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(String(300))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[str | None] = mapped_column(String(12))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    audit_seq: Mapped[int]
