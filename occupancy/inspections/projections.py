"""Which visits follow from the log: planned, opened with a seal, closed with an outcome."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from occupancy.audit.projections import ANYTHING, Entry, Standing
from occupancy.database import table_of
from occupancy.inspections import rules
from occupancy.inspections.models import PlanRead, Visit

_TABLE = table_of(Visit)
_PLAN_READ = table_of(PlanRead)
#: What inspectors write while a visit is open; the log speaks of it when the visit is closed.
DRAFT = (
    "saved_at",
    "counted_from",
    "counted_to",
    "rooms_seen",
    "guests_seen",
    "methods",
    "received_by",
    "received_post",
    "statement",
    "remarks",
    "signing",
)


class Visits(Standing):
    """A visit for each ``visit_planned``, with what later entries say of it."""

    tables: tuple[Table, ...] = (_TABLE,)
    kinds = frozenset({"visit_planned", "visit_cancelled", "visit_opened", "visit_closed"})

    def read(self, entry: Entry) -> None:
        """Take the next step of a visit."""
        if entry.kind == "visit_planned":
            self._plan(entry)
        elif entry.kind == "visit_cancelled":
            self.put(
                entry.seq,
                entry.place,
                state="cancelled",
                cancelled_reason=entry.words("cancelled_reason"),
            )
        elif entry.kind == "visit_opened":
            self.put(
                entry.seq,
                entry.place,
                state="opened",
                opened_at=entry.at,
                seal={**entry.facts["declared"], "log_size": entry.seq + 1},
                seal_seq=entry.seq,
                seal_leaf=entry.leaf,
                **dict.fromkeys(DRAFT, ANYTHING),
            )
        else:
            self._close(entry)

    def _plan(self, entry: Entry) -> None:
        facts = entry.facts
        first, second = ([int(each.partition(":")[2]) for each in facts["inspectors"]] + [None])[:2]
        self.begin(
            entry.seq,
            entry.place,
            id=entry.place,
            facility_id=self.context.numbers.get(f"facility:{facts['facility']}"),
            night=date.fromisoformat(facts["night"]),
            inspector_id=first,
            second_inspector_id=second,
            origin=facts["origin"],
            flag_id=facts["flag"],
            order_no=facts["order_no"],
            order_date=date.fromisoformat(facts["order_date"]),
            planned_by=entry.person,
            planned_at=entry.at,
            state="planned",
        )

    def _close(self, entry: Entry) -> None:
        facts = entry.facts
        said: dict[str, Any] = {name: entry.words(name) for name in rules.WORDS}
        self.put(
            entry.seq,
            entry.place,
            state="closed",
            outcome=facts["outcome"],
            outcome_reason=facts["reason"],
            rooms_seen=facts["rooms_seen"],
            guests_seen=facts["guests_seen"],
            methods=facts["methods"],
            counted_from=_moment(facts["counted_from"]),
            counted_to=_moment(facts["counted_to"]),
            signing=facts["signing"],
            saved_at=entry.at,
            closed_at=entry.at,
            closed_seq=entry.seq,
            **said,
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class PlanReads(Standing):
    """A row for each ``plan_read``: who looked at which plan, on which day first."""

    tables: tuple[Table, ...] = (_PLAN_READ,)
    kinds = frozenset({"plan_read"})

    def read(self, entry: Entry) -> None:
        """Take somebody's first look of a day."""
        day = date.fromisoformat(entry.facts["day"])
        self.begin(
            entry.seq,
            entry.place,
            entry.person,
            day,
            visit_id=entry.place,
            person_id=entry.person,
            day=day,
            at=entry.at,
        )


PROJECTIONS = (Visits, PlanReads)
