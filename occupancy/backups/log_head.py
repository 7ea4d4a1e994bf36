"""The head of the log in any database that holds one, worked out anew from the bodies.

Plain SQL on purpose: the scratch copy of a backup may have the schema of an earlier version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from occupancy.audit.rules import Growth, leaf_hash


@dataclass(frozen=True)
class LogHead:
    """How many entries there are and their root in hex; ``origin`` and ``epoch`` are the log's.

    ``checkpoint`` is the newest signed head in the database. ``broken`` is the first entry whose
    number or leaf is not what its place and its body say, None when there is none.
    """

    size: int
    root: str
    origin: str
    epoch: int
    checkpoint: str
    broken: int | None


def log_head(connection: Connection) -> LogHead:
    """Read the whole log and return its head."""
    grown, broken = Growth(), None
    entries = sa.text("SELECT seq, body, leaf_hash FROM audit_entry ORDER BY seq")
    for seq, body, leaf in connection.execution_options(yield_per=1000).execute(entries):
        worked_out = leaf_hash(bytes(body))
        if broken is None and (seq != grown.size or worked_out != bytes(leaf)):
            broken = grown.size
        for _ in grown.append(worked_out):
            pass  # only the root is wanted, no subtree is kept
    return LogHead(
        size=grown.size,
        root=grown.root().hex(),
        origin=str(_newest(connection, "audit_epoch", "origin") or ""),
        epoch=int(_newest(connection, "audit_epoch", "number") or 0),
        checkpoint=str(_newest(connection, "audit_checkpoint", "note") or ""),
        broken=broken,
    )


def _newest(connection: Connection, table: str, column: str) -> Any:
    """Return ``column`` of the row with the highest number; None without a row or a table."""
    if not sa.inspect(connection).has_table(table):
        return None
    found = sa.table(table, sa.column("number"), sa.column(column))
    return connection.scalar(sa.select(found.c[column]).order_by(found.c.number.desc()).limit(1))
