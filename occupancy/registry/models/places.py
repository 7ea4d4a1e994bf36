"""Communities (територіальні громади), keyed by KATOTTG: codes survive renames."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class Community(Base):
    """A community; ``cutoff`` is the hour (Kyiv) by which tonight's figure must stand."""

    __tablename__ = "community"
    __table_args__ = (CheckConstraint("length(katottg) = 19", name="katottg_length"),)

    katottg: Mapped[str] = mapped_column(String(19), primary_key=True)
    name_uk: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    district_uk: Mapped[str] = mapped_column(String(80))
    district_en: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    centre_uk: Mapped[str] = mapped_column(String(80))
    centre_en: Mapped[str] = mapped_column(String(80))
    lat: Mapped[float]
    lon: Mapped[float]
    population: Mapped[int | None]
    area_km2: Mapped[Decimal | None] = mapped_column(Numeric(10, 1))
    settlements: Mapped[int | None]
    mountain: Mapped[bool] = mapped_column(default=False)
    budget_code: Mapped[str | None] = mapped_column(String(10))
    tourist_tax_2021_kopiykas: Mapped[int | None]
    series: Mapped[str] = mapped_column(String(4), unique=True)
    cutoff: Mapped[time] = mapped_column(default=time(22, 0))
    source: Mapped[str] = mapped_column(String(400))
    mark: Mapped[str] = mapped_column(String(8))
