"""Which lines of money follow from the log: what each filing changed of its night's sum."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table

from occupancy.audit.projections import Context, Entry, Following
from occupancy.database import table_of
from occupancy.ledger.models import LedgerLine
from occupancy.ledger.services import ACCRUAL

_TABLE = table_of(LedgerLine)
#: Nights are days counted from year 1; they need fewer bits than this.
_NIGHT_BITS = 22


class Lines(Following):
    """A line for each filing that changed what its night comes to."""

    tables: tuple[Table, ...] = (_TABLE,)
    kinds = frozenset({"filing"})
    #: The other pass compares the larger rows of the filings.
    beside = False
    columns = ("id", "facility_id", "night", "account", "kopiykas", "cause", "at")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        #: Sum so far by facility and night in one number: a tuple would need thrice the memory.
        self._accrued: dict[int, int] = {}

    def place(self) -> ColumnElement[int]:
        """Return the number of the entry that a line follows from."""
        return _TABLE.c.id - 1

    def expected(self, entry: Entry) -> tuple[Any, ...] | None:
        """Return the line of a filing; none where no rate is known or nothing changed."""
        facts = entry.facts
        due = facts["due_kopiykas"]
        if due is None:
            return None
        facility = self.context.numbers.get(f"facility:{facts['facility']}", 0)
        night = date.fromisoformat(facts["night"])
        pair = facility << _NIGHT_BITS | night.toordinal()
        change = due - self._accrued.get(pair, 0)
        if not change:
            return None
        self._accrued[pair] = due
        cause = f"filing:{facility}:{facts['night']}:{facts['number']}"
        return (entry.seq + 1, facility, night, ACCRUAL, change, cause, entry.at)


PROJECTIONS = (Lines,)
