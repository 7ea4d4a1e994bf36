"""Which lines of money follow from the log: what each filing changed of its night's sum."""

from __future__ import annotations

from array import array
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
#: Sums of so many nights of a facility lie side by side, eight bytes each: a million numbers in a
#: dictionary would need a hundred times the memory of what they say.
_BLOCK = 32
_EMPTY = bytes(8 * _BLOCK)


class Lines(Following):
    """A line for each filing that changed what its night comes to."""

    tables: tuple[Table, ...] = (_TABLE,)
    kinds = frozenset({"filing"})
    #: The other pass compares the larger rows of the filings.
    beside = False
    columns = ("id", "facility_id", "night", "account", "kopiykas", "cause", "at")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        #: Sums so far, by facility and block of nights in one number.
        self._accrued: dict[int, array[int]] = {}

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
        block, place = divmod(facility << _NIGHT_BITS | night.toordinal(), _BLOCK)
        sums = self._accrued.get(block)
        if sums is None:
            sums = self._accrued[block] = array("q", _EMPTY)
        change = due - sums[place]
        if not change:
            return None
        sums[place] = due
        cause = f"filing:{facility}:{facts['night']}:{facts['number']}"
        return (entry.seq + 1, facility, night, ACCRUAL, change, cause, entry.at)


PROJECTIONS = (Lines,)
