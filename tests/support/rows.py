"""One valid row in every table, made from the schema itself so that no table is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from occupancy.database import Base

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

#: Values that a check of the schema asks for; what may be blank is, all else follows its type.
FIXED: dict[str, Any] = {
    "community.katottg": "UA46060250000025047",
    "membership.role": "agency",
    "rate_rule.tourism_type": "domestic",
    "filing_revision.kind": "figure",
    "filing_revision.rooms_occupied": 1,
    "filing_revision.guests": 2,
    "filing_revision.domestic": 1,
    "filing_revision.inbound": 0,
    "filing_revision.exempt_total": 1,
    "flag.state": "open",
    "attachment.sha256": "ab" * 32,
    "visit.state": "planned",
    "evidence_import.kind": "evidence",
    "evidence_reading.facility_id": 1,
    "evidence_check.design": "random",
    "outbox_message.channel": "file",
    "visit.origin": "signal",
}


def one_row_in_every_table(engine: Engine) -> None:
    """Insert one row in each table that has none yet, in the order of their keys."""
    with engine.connect().execution_options(writing=True) as connection:
        for table in Base.metadata.sorted_tables:
            present = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            if not present:
                connection.execute(table.insert(), row_for(table))
        connection.commit()


def row_for(table: sa.Table) -> dict[str, Any]:
    """Return a valid row; a foreign key points at the one row of its table."""
    row: dict[str, Any] = {}
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        if name in FIXED:
            row[column.name] = FIXED[name]
        elif column.nullable:
            row[column.name] = None
        elif column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            fixed = FIXED.get(f"{target.table.name}.{target.name}")
            row[column.name] = fixed if fixed is not None else _value(target)
        else:
            row[column.name] = _value(column)
    return row


def _value(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.TypeDecorator):
        return NOW
    if isinstance(kind, sa.LargeBinary):
        return b"\x00"
    if isinstance(kind, sa.JSON):
        return {}
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.String):
        return "x"
    if isinstance(kind, sa.Date):
        return date(2026, 1, 1)
    if isinstance(kind, sa.Time):
        return time(22)
    return 1
