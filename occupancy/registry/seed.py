"""Reference facts from our own tables into the database: idempotent, run at every upgrade."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from occupancy.audit.reference import note
from occupancy.registry.models import (
    Community,
    ExemptionGround,
    FacilityKind,
    MinimumWage,
    RateRule,
)

Row = Mapping[str, str]

_TABLES: tuple[Any, ...] = tuple(
    each.__table__ for each in (Community, MinimumWage, FacilityKind, ExemptionGround, RateRule)
)


def seed_reference(session: Session, *, now: datetime) -> None:
    """Bring the tables of facts to what this release knows; the log notes what changed by it.

    Facts that stand under a natural key are updated in place. Rates of the release (``seeded``
    rows) are laid anew as a whole, if they differ: what a council's officer entered by hand is
    never touched.
    """
    _upsert(session, Community.__table__, map(_community, read("communities.csv")))
    _upsert(session, MinimumWage.__table__, map(_wage, read("minimum_wage.csv")))
    _upsert(session, FacilityKind.__table__, _numbered(read("facility_kinds.csv"), _kind))
    _upsert(session, ExemptionGround.__table__, _numbered(read("exemptions.csv"), _ground))
    rates = [_rate(row) for row in read("rates.csv")]
    if rates != _seeded_rates(session, list(rates[0])):
        session.execute(delete(RateRule).where(RateRule.seeded.is_(True)))
        session.execute(insert(RateRule), rates)
    note(session, _TABLES, actor="system:release", now=now)


def _seeded_rates(session: Session, names: list[str]) -> list[dict[str, Any]]:
    """Return the rates of a release as they stand, in the order in which they were laid."""
    table: Any = RateRule.__table__
    rows = session.execute(
        select(*(table.c[name] for name in names)).where(table.c.seeded).order_by(table.c.id)
    )
    return [dict(row._mapping) for row in rows]


def read(name: str) -> list[Row]:
    """Return the rows of one of our tables of facts (UTF-8, comma, first line names)."""
    text = files("occupancy.registry").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _upsert(session: Session, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    made: Table = table
    dialect = session.get_bind().dialect.name
    new = (postgresql if dialect == "postgresql" else sqlite).insert(made)
    keys = [column.name for column in made.primary_key]
    rows = list(rows)
    fields = {name: new.excluded[name] for name in rows[0] if name not in keys}
    session.execute(new.on_conflict_do_update(index_elements=keys, set_=fields), rows)


def _numbered(
    rows: list[Row], make: Callable[[int, Row], dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    return (make(position, row) for position, row in enumerate(rows))


def _community(row: Row) -> dict[str, Any]:
    same = (
        "katottg",
        "name_uk",
        "name_en",
        "district_uk",
        "district_en",
        "kind",
        "centre_uk",
        "centre_en",
        "series",
        "source",
        "mark",
    )
    tax = row["tourist_tax_2021_uah"]
    return {
        **{name: row[name] for name in same},
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "population": int(row["population"]) if row["population"] else None,
        "area_km2": Decimal(row["area_km2"]) if row["area_km2"] else None,
        "settlements": int(row["settlements"]) if row["settlements"] else None,
        "mountain": row["mountain"] == "1",
        "budget_code": row["budget_code"] or None,
        "tourist_tax_2021_kopiykas": int(Decimal(tax) * 100) if tax else None,
    }


def _wage(row: Row) -> dict[str, Any]:
    return {
        "year": int(row["year"]),
        "kopiykas": int(row["kopiykas"]),
        "source": row["source"],
        "mark": row["mark"],
        "note": row.get("note") or None,
    }


def _kind(position: int, row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "position": position,
        "name_uk": row["uk"],
        "name_en": row["en"],
        "law_group": row["group"],
        "source": row["source"],
        "mark": row["mark"],
    }


def _ground(position: int, row: Row) -> dict[str, Any]:
    same = (
        "code",
        "name_uk",
        "name_en",
        "short_uk",
        "short_en",
        "evidence_uk",
        "evidence_en",
        "only_for",
        "law",
        "source",
        "mark",
    )
    return {**{name: row[name] for name in same}, "position": position}


def _rate(row: Row) -> dict[str, Any]:
    return {
        "community": row["katottg"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        "tourism_type": row["tourism_type"],
        "facility_kinds": row["facility_kinds"],
        "price_basis": row["price_basis"],
        "band": row["band"],
        "price_from": _price(row["price_from_uah"]),
        "price_to": _price(row["price_to_uah"]),
        "edge": row["edge"],
        "percent": row["percent"],
        "decision_no": row["decision_no"],
        "decision_date": date.fromisoformat(row["decision_date"]) if row["decision_date"] else None,
        "decision_url": row["decision_url"] or None,
        "source": row["source"],
        "mark": row["mark"],
        "demo": row["demo"] == "1",
        "seeded": True,
    }


def _price(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None
