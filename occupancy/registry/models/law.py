"""Law and council decisions as dated rows with source and mark (never constants in code)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class MinimumWage(Base):
    """Minimum wage on 1 January of ``year`` (ПКУ 268.3.1: the unit of the rate)."""

    __tablename__ = "minimum_wage"
    __table_args__ = (CheckConstraint("kopiykas > 0", name="positive"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kopiykas: Mapped[int]
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))
    note: Mapped[str | None] = mapped_column(String(400))


class RateRule(Base):
    """One line of a council's decision: who pays which per cent, from when to when.

    ``percent`` is a decimal string; prices are kopiykas, ``price_from`` exclusive and ``price_to``
    inclusive unless ``edge`` says otherwise; ``band`` is blank where the rate knows no price bands.
    ``seeded`` rows come with the release, the others were entered by an officer.
    """

    __tablename__ = "rate_rule"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("tourism_type IN ('domestic', 'inbound')", name="tourism_type"),
        Index("ix_rate_rule_community", "community", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str] = mapped_column(ForeignKey("community.katottg"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    tourism_type: Mapped[str] = mapped_column(String(8))
    facility_kinds: Mapped[str] = mapped_column(String(200), default="")
    price_basis: Mapped[str] = mapped_column(String(20), default="")
    band: Mapped[str] = mapped_column(String(8), default="")
    price_from: Mapped[int | None]
    price_to: Mapped[int | None]
    edge: Mapped[str] = mapped_column(String(20), default="")
    percent: Mapped[str] = mapped_column(String(8))
    decision_no: Mapped[str] = mapped_column(String(200))
    decision_date: Mapped[date | None]
    decision_url: Mapped[str | None] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))
    demo: Mapped[bool] = mapped_column(default=False)
    seeded: Mapped[bool] = mapped_column(default=False)


class ExemptionGround(Base):
    """Who is not a payer (ПКУ 268.2.2), with the paper that shows it."""

    __tablename__ = "exemption_ground"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    position: Mapped[int]
    name_uk: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    short_uk: Mapped[str] = mapped_column(String(80))
    short_en: Mapped[str] = mapped_column(String(80))
    evidence_uk: Mapped[str] = mapped_column(String(300))
    evidence_en: Mapped[str] = mapped_column(String(300))
    only_for: Mapped[str] = mapped_column(String(200), default="")
    law: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))


class FacilityKind(Base):
    """A kind of place of temporary stay (ПКУ 268.5.1, groups «а» and «б»)."""

    __tablename__ = "facility_kind"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]
    name_uk: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    law_group: Mapped[str] = mapped_column(String(1))
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))
