"""What of the registry follows from the log; entries name a facility by its code."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table

from occupancy.audit.projections import Entry, Standing
from occupancy.audit.reference import References
from occupancy.database import table_of
from occupancy.registry.models import (
    Capacity,
    Closure,
    Community,
    ExemptionGround,
    Facility,
    FacilityKind,
    MinimumWage,
    Operator,
    RateRule,
)


class Operators(Standing):
    """A business for each ``operator_registered``; its name and tax code are words."""

    tables: tuple[Table, ...] = (table_of(Operator),)
    kinds = frozenset({"operator_registered"})

    def read(self, entry: Entry) -> None:
        """Take a business."""
        number = int(entry.place)
        self.begin(
            entry.seq,
            number,
            id=number,
            name=entry.words("name"),
            tax_code=entry.words("tax_code"),
            tax_code_kind=entry.facts["tax_code_kind"],
        )


class Facilities(Standing):
    """A facility for each ``facility_registered``; from there on its code stands for its number."""

    tables: tuple[Table, ...] = (table_of(Facility),)
    kinds = frozenset({"facility_registered"})

    def read(self, entry: Entry) -> None:
        """Take a facility."""
        facts = entry.facts
        number = self.context.numbers[entry.subject] = facts["id"]
        self.begin(
            entry.seq,
            number,
            id=number,
            code=entry.place,
            operator_id=facts["operator"],
            community_katottg=entry.community,
            kind=facts["kind"],
            name=entry.words("name"),
            address=entry.words("address"),
            stars=facts["stars"],
            lat=None if facts["lat"] is None else float(facts["lat"]),
            lon=None if facts["lon"] is None else float(facts["lon"]),
            opened=_day(facts["opened"]),
            closed=_day(facts["closed"]),
        )


class Capacities(Standing):
    """Rooms and places from a date on, by ``capacity_changed``."""

    tables: tuple[Table, ...] = (table_of(Capacity),)
    kinds = frozenset({"capacity_changed"})

    def read(self, entry: Entry) -> None:
        """Take a capacity."""
        facility = self.context.numbers.get(entry.subject)
        valid_from = date.fromisoformat(entry.facts["valid_from"])
        self.begin(
            entry.seq,
            facility,
            valid_from,
            facility_id=facility,
            valid_from=valid_from,
            **{name: entry.facts[name] for name in ("rooms", "places", "extra_places")},
        )


class Closures(Standing):
    """Closed periods; one that is withdrawn stays, and what was over of it stands as another."""

    tables: tuple[Table, ...] = (table_of(Closure),)
    kinds = frozenset({"closure.declared", "closure.withdrawn"})

    def read(self, entry: Entry) -> None:
        """Take a period declared or withdrawn."""
        facts = entry.facts
        if entry.kind == "closure.declared":
            self._begin(entry, facts["closure"], facts["last"], entry.person, entry.at)
            return
        was = self.said(facts["closure"])
        self.put(entry.seq, facts["closure"], withdrawn_at=entry.at)
        if facts["rest"] is not None and was:
            self._begin(
                entry, facts["rest"], facts["rest_last"], was["declared_by"][1],
                was["declared_at"][1],
            )  # fmt: skip

    def _begin(self, entry: Entry, number: int, last: str, by: Any, at: Any) -> None:
        facts = entry.facts
        self.begin(
            entry.seq,
            number,
            id=number,
            facility_id=self.context.numbers.get(entry.subject),
            date_from=date.fromisoformat(facts["first"]),
            date_to=date.fromisoformat(last),
            reason=facts["reason"],
            declared_by=by,
            declared_at=at,
        )


class Law(References):
    """Law and council decisions, communities and kinds, each table as a whole."""

    tables: tuple[Table, ...] = tuple(
        table_of(each) for each in (Community, MinimumWage, FacilityKind, ExemptionGround, RateRule)
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


PROJECTIONS = (Operators, Facilities, Capacities, Closures, Law)
