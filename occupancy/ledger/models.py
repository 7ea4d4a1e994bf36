"""One table of money lines; whole kopiykas."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from occupancy.database import Base


class LedgerLine(Base):
    """A change of an account; ``cause`` is unique, so the same deed cannot count twice.

    ``id`` is the place of the deed in the log, counted from 1: a line follows from one entry.
    """

    __tablename__ = "ledger_line"
    __table_args__ = (Index("ix_ledger_line_facility_id", "facility_id", "night"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    night: Mapped[date]
    account: Mapped[str] = mapped_column(String(12))
    kopiykas: Mapped[int]
    cause: Mapped[str] = mapped_column(String(80), unique=True)
    at: Mapped[datetime]
