"""Reference tables (law, rates, communities): small, so the log holds a digest of each as a whole.

Whoever changes such a table calls ``note`` in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from occupancy.audit import queries
from occupancy.audit.projections import Context, Entry
from occupancy.audit.rules import canonical
from occupancy.audit.services import Deed, record_all

#: Kinds of entries: what money is counted by has a name of its own.
KIND, RATES = "reference_changed", "rate_changed"
_OF_RATES = ("minimum_wage", "rate_rule")


def note(session: Session, tables: Iterable[Table], *, actor: str, now: datetime) -> None:
    """Record the digest of each of ``tables`` that is not as the log says already."""
    deeds = []
    for table in tables:
        session.flush()
        facts = digest_of(session.connection(), table)
        subject = f"table:{table.name}"
        told = queries.history(session, subject)
        if not told or told[-1].body["facts"] != facts:
            kind = RATES if table.name in _OF_RATES else KIND
            deeds.append(Deed(kind, subject, facts))
    if deeds:
        record_all(session, deeds, actor=actor, now=now)


def digest_of(connection: Connection, table: Table) -> dict[str, Any]:
    """Return how many rows a table has and the SHA-256 over them, in the order of their keys.

    A row is hashed as the canonical list of its columns; what JSON cannot hold exactly is text.
    """
    digest, rows = hashlib.sha256(), 0
    for row in connection.execute(select(table).order_by(*table.primary_key)):
        values = [
            value if value is None or isinstance(value, bool | int | str) else str(value)
            for value in row
        ]
        digest.update(canonical({"row": values}) + b"\n")
        rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


class References:
    """Tables that must be, as a whole, what the newest entry about each says."""

    tables: tuple[Table, ...]
    kinds = frozenset({KIND, RATES})

    def __init__(self, context: Context) -> None:
        self.context = context
        self._told: dict[str, Entry] = {}

    def read(self, entry: Entry) -> None:
        """Take the digest of a table."""
        self._told[entry.place] = entry

    def finish(self) -> None:
        """Compare the digests with the tables as they stand."""
        for table in self.tables:
            told = self._told.get(table.name)
            stands = digest_of(self.context.connection, table)
            if told is None and stands["rows"]:
                self.context.findings.add(None, "table_unsaid", table=table.name)
            elif told is not None and told.facts != stands:
                self.context.findings.add(told.seq, "table_changed", table=table.name)
