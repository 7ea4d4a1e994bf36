"""Businesses, by number or tax number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.registry.models import Operator


@dataclass(frozen=True)
class OperatorRow:
    """A business by its number, name and tax number."""

    id: int
    name: str
    tax_code: str


def operator(session: Session, operator_id: int) -> OperatorRow | None:
    """Return one business, or None."""
    found = session.get(Operator, operator_id)
    return OperatorRow(found.id, found.name, found.tax_code) if found else None


def operator_by_tax_code(session: Session, tax_code: str) -> OperatorRow | None:
    """Return the business with that tax number, or None."""
    found = session.scalars(select(Operator).where(Operator.tax_code == tax_code)).one_or_none()
    return OperatorRow(found.id, found.name, found.tax_code) if found else None
