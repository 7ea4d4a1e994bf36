"""Operators (податкові агенти), their facilities, capacity by date and closures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from occupancy.database import Base
from occupancy.registry.models.places import Community


class Operator(Base):
    """A business that accommodates; ``tax_code`` is its ЄДРПОУ (8) or РНОКПП (10 digits)."""

    __tablename__ = "operator"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    tax_code: Mapped[str] = mapped_column(String(10), unique=True)
    tax_code_kind: Mapped[str] = mapped_column(String(8))


class Facility(Base):
    """A place of temporary stay; ``code`` is the name outsiders use for it."""

    __tablename__ = "facility"
    __table_args__ = (
        CheckConstraint("closed IS NULL OR opened IS NULL OR closed >= opened", name="life"),
        Index("ix_facility_operator_id", "operator_id"),
        Index("ix_facility_community", "community_katottg"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    community_katottg: Mapped[str] = mapped_column(ForeignKey("community.katottg"))
    kind: Mapped[str] = mapped_column(ForeignKey("facility_kind.code"))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    stars: Mapped[int | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    opened: Mapped[date | None]
    closed: Mapped[date | None]

    operator: Mapped[Operator] = relationship(lazy="raise")
    community: Mapped[Community] = relationship(lazy="raise")


class Capacity(Base):
    """Rooms, places and extra places of a facility from a date on."""

    __tablename__ = "capacity"
    __table_args__ = (
        CheckConstraint("rooms > 0 AND places > 0 AND extra_places >= 0", name="positive"),
    )

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    rooms: Mapped[int]
    places: Mapped[int]
    extra_places: Mapped[int] = mapped_column(default=0)


class Closure(Base):
    """Nights on which the whole facility is shut; ``withdrawn_at`` ends it early, never deletes."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("date_to >= date_from", name="order"),
        Index("ix_closure_facility_id", "facility_id", "date_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    date_from: Mapped[date]
    date_to: Mapped[date]
    reason: Mapped[str] = mapped_column(String(40))
    declared_by: Mapped[int | None]
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
