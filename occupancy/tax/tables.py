"""The tables of facts as rows of this package: reading only, from any folder of CSV files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from occupancy.tax import money
from occupancy.tax.amounts import Wage
from occupancy.tax.exemptions import Ground
from occupancy.tax.quarters import Deadline
from occupancy.tax.rates import Cap, Rate, RateTable, kinds

Row = Mapping[str, str]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Kind:
    """A kind of place of temporary stay; ``law_group`` is «а» or «б» of ПКУ 268.5.1."""

    code: str
    name_uk: str
    name_en: str
    law_group: str


@dataclass(frozen=True)
class Place:
    """A community by its code, with the names a person reads."""

    katottg: str
    name_uk: str
    name_en: str


@dataclass(frozen=True)
class Rule:
    """A rule of reckoning that holds no figure: where it stands and how well it is verified."""

    code: str
    law: str
    source: str
    mark: str
    note: str


@dataclass(frozen=True)
class Tables:
    """Everything an amount rests on."""

    rates: RateTable
    wages: Mapping[int, Wage]
    caps: tuple[Cap, ...]
    deadlines: tuple[Deadline, ...]
    grounds: Mapping[str, Ground]
    kinds: Mapping[str, Kind]
    places: Mapping[str, Place]
    rules: Mapping[str, Rule]


@cache
def released() -> Tables:
    """Return the tables that come with this release."""
    return load(files("occupancy.registry") / "data")


def load(folder: Traversable | Path) -> Tables:
    """Read the tables in ``folder``; refuses rates above the caps or overlapping."""
    caps = tuple(read(folder, "caps.csv", _cap))
    return Tables(
        rates=RateTable(read(folder, "rates.csv", _rate), caps),
        wages={wage.year: wage for wage in read(folder, "minimum_wage.csv", _wage)},
        caps=caps,
        deadlines=tuple(read(folder, "deadlines.csv", _deadline)),
        grounds={ground.code: ground for ground in read(folder, "exemptions.csv", _ground)},
        kinds={kind.code: kind for kind in read(folder, "facility_kinds.csv", _kind)},
        places={place.katottg: place for place in read(folder, "communities.csv", _place)},
        rules={rule.code: rule for rule in read(folder, "rules.csv", _rule)},
    )


def read(folder: Traversable | Path, name: str, make: Callable[[Row], Made]) -> list[Made]:
    """Return the rows of one table (UTF-8, comma, first line names)."""
    text = (folder / name).read_text(encoding="utf-8")
    return [make(row) for row in csv.DictReader(text.splitlines())]


def _cap(row: Row) -> Cap:
    return Cap(
        tourism_type=row["tourism_type"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        percent=money.percent(row["percent"]),
        law=row["law"],
        source=row["source"],
        mark=row["mark"],
    )


def _rate(row: Row) -> Rate:
    return Rate(
        katottg=row["katottg"],
        tourism_type=row["tourism_type"],
        percent=money.percent(row["percent"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        facility_kinds=kinds(row["facility_kinds"]),
        price_basis=row["price_basis"],
        band=row["band"],
        price_from=_kopiykas(row["price_from_uah"]),
        price_to=_kopiykas(row["price_to_uah"]),
        edge=row["edge"],
        decision_no=row["decision_no"],
        decision_date=_day(row["decision_date"]),
        decision_url=row["decision_url"] or None,
        source=row["source"],
        mark=row["mark"],
        demo=row["demo"] == "1",
    )


def _wage(row: Row) -> Wage:
    return Wage(int(row["year"]), int(row["kopiykas"]), row["source"], row["mark"], row["note"])


def _deadline(row: Row) -> Deadline:
    return Deadline(
        code=row["code"],
        days=int(row["days"]),
        counted_from=row["counted_from"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        law=row["law"],
        source=row["source"],
        mark=row["mark"],
        note=row["note"],
    )


def _ground(row: Row) -> Ground:
    return Ground(row["code"], row["only_for"], row["law"], row["source"], row["mark"])


def _kind(row: Row) -> Kind:
    return Kind(row["code"], row["uk"], row["en"], row["group"])


def _place(row: Row) -> Place:
    return Place(row["katottg"], row["name_uk"], row["name_en"])


def _rule(row: Row) -> Rule:
    return Rule(row["code"], row["law"], row["source"], row["mark"], row["note"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _kopiykas(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None
