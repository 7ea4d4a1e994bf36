"""Rows of any table as JSON lines, the same on both databases, and back again.

The tables are read from the database itself (reflected), not from the models: a backup of an
earlier schema is loaded into that schema first and then brought up by the migrations. A line is
one row as a JSON array in the order of ``first_line``: dates and hours as ISO 8601, moments as UTC
with six digits, bytes as base64, decimals and JSON documents as text, the rest as itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

#: Not the past but the passing: who tries to sign in and who is in. A restore must not bring
#: back a session that was ended since, so these rows are never in a backup.
PASSING = ("sign_in_attempt", "sign_in_session")
#: How many rows go to the database at once.
BATCH = 1000

_REVISION = "alembic_version"


def tables(connection: Connection) -> list[sa.Table]:
    """Return the tables that a backup holds, each after those that its keys point at."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [each for each in metadata.sorted_tables if each.name not in (*PASSING, _REVISION)]


def passing(connection: Connection) -> list[sa.Table]:
    """Return the tables whose rows end with a restore."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [each for each in metadata.sorted_tables if each.name in PASSING]


def lines(connection: Connection, table: sa.Table) -> Iterator[bytes]:
    """Yield the rows of ``table`` in the order of its key, one JSON line each."""
    order = [_sorted(each, connection.dialect.name) for each in table.primary_key]
    query = sa.select(*(_read(each) for each in table.columns)).order_by(*order)
    found = connection.execution_options(stream_results=True, yield_per=BATCH).execute(query)
    for row in found:
        told = [_told(value) for value in row]
        yield json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def first_line(table: sa.Table) -> bytes:
    """Return the line that names the columns in their order."""
    return json.dumps([column.name for column in table.columns]).encode() + b"\n"


def names(line: bytes) -> list[str]:
    """Read the line that names the columns; raises ``ValueError``."""
    found = json.loads(line)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("a table begins with the names of its columns")
    return found


def count(connection: Connection, table: sa.Table) -> int:
    """Return how many rows ``table`` holds."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def load(
    connection: Connection, table: sa.Table, names: Sequence[str], rows: Sequence[bytes]
) -> None:
    """Insert lines into ``table``; raises ``ValueError`` for a line that is none of ours."""
    if set(names) != {column.name for column in table.columns}:
        raise ValueError(f"the columns of {table.name} are others")
    kinds = [table.columns[name] for name in names]
    naive = connection.dialect.name == "sqlite"
    statement = table.insert().values({name: _bound(connection, table, name) for name in names})
    for at in range(0, len(rows), BATCH):
        batch = [
            {
                name: _kept(value, column, naive=naive)
                for name, column, value in zip(names, kinds, json.loads(row), strict=True)
            }
            for row in rows[at : at + BATCH]
        ]
        connection.execute(statement, batch)


def clear(connection: Connection, found: Sequence[sa.Table]) -> None:
    """Delete all rows of these tables, those that point at others first."""
    for table in reversed(found):
        connection.execute(table.delete())


def count_on(connection: Connection, found: Sequence[sa.Table]) -> None:
    """Let PostgreSQL's counters go on behind the highest number that was put in."""
    if connection.dialect.name != "postgresql":
        return
    for table in found:
        for column in table.primary_key:
            if isinstance(column.type, sa.Integer) and column.server_default is not None:
                top = sa.select(sa.func.max(column)).scalar_subquery()
                counter = sa.func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(
                    sa.select(sa.func.setval(counter, sa.func.coalesce(top, 1), top.is_not(None)))
                )


def _read(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Read documents as the very text that is kept, not as what a parser makes of it."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text).label(column.name)
    return column


def _sorted(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    """Sort text by its bytes, on PostgreSQL as on SQLite."""
    by_bytes = dialect == "postgresql" and isinstance(column.type, sa.String)
    return sa.collate(column, "C") if by_bytes else column


def _bound(connection: Connection, table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    """Return the place of a value; PostgreSQL must be told that a text is a document."""
    if isinstance(table.columns[name].type, sa.JSON):
        text: sa.ColumnElement[Any] = sa.bindparam(name, type_=sa.Text())
        return sa.cast(text, sa.JSON) if connection.dialect.name == "postgresql" else text
    return sa.bindparam(name, type_=table.columns[name].type)


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


def _kept(value: Any, column: sa.Column[Any], *, naive: bool) -> Any:
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if naive else moment
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.Time):
        return time.fromisoformat(value)
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float):
        return Decimal(value)
    return value
