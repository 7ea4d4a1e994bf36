"""Which revisions follow from the log: one from each filing, with every figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table

from occupancy.audit.projections import Digest, Entry, Following
from occupancy.database import table_of
from occupancy.filings.models import FilingRevision

_TABLE = table_of(FilingRevision)


class Revisions(Following):
    """A revision for each entry ``filing``; both know each other by the entry's number."""

    tables: tuple[Table, ...] = (_TABLE,)
    kinds = frozenset({"filing"})
    columns = (
        "id",
        "facility_id",
        "night",
        "number",
        "kind",
        "rooms_occupied",
        "guests",
        "domestic",
        "inbound",
        "exempt_total",
        "exempt",
        "bands",
        "arrivals",
        "reason",
        "due_kopiykas",
        "source",
        "author_id",
        "filed_at",
        "after_cutoff",
        "receipt_no",
        "idempotency_key",
        "audit_seq",
        "audit_leaf",
    )

    def place(self) -> ColumnElement[int]:
        """Return the number of the entry that a revision names."""
        return _TABLE.c.audit_seq

    def expected(self, entry: Entry) -> tuple[Any, ...]:
        """Return the revision of a filing."""
        facts = entry.facts
        return (
            entry.seq + 1,
            self.context.numbers.get(f"facility:{facts['facility']}"),
            date.fromisoformat(facts["night"]),
            facts["number"],
            facts["kind"],
            facts["rooms_occupied"],
            facts["guests"],
            facts["domestic"],
            facts["inbound"],
            sum(facts["exempt"].values()),
            facts["exempt"],
            facts["bands"],
            facts["arrivals"],
            entry.words("reason"),
            facts["due_kopiykas"],
            facts["source"],
            entry.person,
            datetime.fromisoformat(facts["filed_at"]),
            facts["after_cutoff"],
            facts["receipt_no"],
            Digest(facts["key_sha256"]),
            entry.seq,
            entry.leaf,
        )


PROJECTIONS = (Revisions,)
