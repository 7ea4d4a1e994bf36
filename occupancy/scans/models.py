"""Runs of the detector, what each said of a facility and a night, and the flags it raised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.constraints import means
from occupancy.database import Base
from occupancy.errors import Busy


class ScanRun(Base):
    """One run over the nights ``date_from`` to ``date_to``; bands are kept from ``bands_from`` on.

    ``number`` counts the runs of one last night. The digests (SHA-256, hex) of input, parameters
    and code make a run repeatable; a scan whose three are those of the night's newest run adds
    nothing. Only a run of the newest night ``decides_flags``. ``groups`` are peer groups, of
    which ``groups_judged`` had changed since an earlier run (None: not counted then).
    """

    __tablename__ = "scan_run"
    __table_args__ = (
        UniqueConstraint("date_to", "number"),
        CheckConstraint("date_from <= date_to AND bands_from <= date_to", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    number: Mapped[int]
    bands_from: Mapped[date]
    input_digest: Mapped[str] = mapped_column(String(64))
    params_digest: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)
    facilities: Mapped[int]
    nights: Mapped[int]
    groups: Mapped[int | None]
    groups_judged: Mapped[int | None]
    flags_opened: Mapped[int]
    flags_closed: Mapped[int]
    flags_standing: Mapped[int]
    decides_flags: Mapped[bool]
    started_at: Mapped[datetime]
    seconds: Mapped[float]


class Assessment(Base):
    """What a run said of one facility; interval limits are 90 %, ``reasons`` codes with numbers.

    ``nights_filed`` counts the nights that stand behind it; ``corrected_up`` is how many
    guest-nights the facility added by corrections of its own; facilities of the same ``peer_group``
    in one run were compared with each other.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_facility_id", "facility_id", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scan_run.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    date_from: Mapped[date]
    date_to: Mapped[date]
    nights_filed: Mapped[int]
    declared_nights: Mapped[float]
    plausible_nights: Mapped[float | None]
    plausible_low: Mapped[float | None]
    plausible_high: Mapped[float | None]
    gap_nights: Mapped[float | None]
    gap_low: Mapped[float | None]
    gap_high: Mapped[float | None]
    gap_kopiykas: Mapped[int | None] = mapped_column(BigInteger)
    gap_kopiykas_low: Mapped[int | None] = mapped_column(BigInteger)
    gap_kopiykas_high: Mapped[int | None] = mapped_column(BigInteger)
    p_value: Mapped[float | None]
    q_value: Mapped[float | None]
    score: Mapped[float]
    corrected_up: Mapped[int]
    peer_group: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ScanGroup(Base):
    """A peer group of a run: ``digest`` is over all that it was judged on.

    A later run takes over what was said of a group with the same digest. ``number`` is that of
    ``assessment.peer_group``.
    """

    __tablename__ = "scan_group"
    __table_args__ = (Index("ix_scan_group_digest", "digest"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scan_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))


class ScanProgress(Base):
    """The scan that is under way, if one is: at most one row, gone when the scan ends."""

    __tablename__ = "scan_progress"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    night: Mapped[date]
    stage: Mapped[str] = mapped_column(String(16))
    done: Mapped[int]
    of: Mapped[int]
    started_at: Mapped[datetime]
    at: Mapped[datetime]


class NightBand(Base):
    """What was plausible for a facility on a filed night, in guests, as a run saw it."""

    __tablename__ = "night_band"
    __table_args__ = (Index("ix_night_band_facility_id", "facility_id", "night", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("scan_run.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    declared: Mapped[int]
    expected: Mapped[float]
    low80: Mapped[float]
    high80: Mapped[float]
    low95: Mapped[float]
    high95: Mapped[float]
    p_value: Mapped[float | None]
    hidden: Mapped[float]
    flagged: Mapped[bool]


class Flag(Base):
    """A signal: a question to look at, with the run that raised it and the one that closed it.

    ``state`` goes open → closed and never back: a new question is a new row. ``decision`` is the
    newest thing a person did with it (``ask``, ``visit``, ``close``). ``asked_at`` stays when a
    visit is planned later, so that the operator's room tells nothing of visits. ``closed_code`` is
    one of ``scans.rules.CLOSINGS``; ``closed_note`` the words of the person who closed it.
    """

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("(state = 'closed') = (closed_code IS NOT NULL)", name="closed_code"),
        CheckConstraint(
            "decision IS NULL OR decision IN ('ask', 'visit', 'close')", name="decision"
        ),
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
    audit_seq: Mapped[int]
    asked_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(8))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    closed_run: Mapped[int | None] = mapped_column(ForeignKey("scan_run.id"))
    closed_at: Mapped[datetime | None]
    closed_code: Mapped[str | None] = mapped_column(String(24))
    closed_note: Mapped[str | None] = mapped_column(String(500))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_seq: Mapped[int | None]


class FlagReply(Base):
    """What a facility answered to the question of a signal; ``words`` are None once erased."""

    __tablename__ = "flag_reply"
    __table_args__ = (Index("ix_flag_reply_flag_id", "flag_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id"))
    words: Mapped[str | None] = mapped_column(String(1000))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    audit_seq: Mapped[int]


# Two scans of a night at the same moment: the later one finds the run of the first next time.
means("uq_scan_run_date_to_number", Busy)
means("uq_flag_one_open", Busy)
