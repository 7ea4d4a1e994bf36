"""Ways to change a database behind the log's back, a little at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

Row = Mapping[str, Any]


def rows_of(connection: Connection, table: Table) -> list[Row]:
    """Return every row, in the order of the keys."""
    found = connection.execute(sa.select(table).order_by(*table.primary_key))
    return [dict(zip(table.columns.keys(), row, strict=True)) for row in found]


def key_of(table: Table, row: Row) -> sa.ColumnElement[bool]:
    """Return the condition that finds a row."""
    return sa.and_(*(each == row[_name(table, each)] for each in table.primary_key))


def change(connection: Connection, table: Table, row: Row, column: str) -> None:
    """Change one column of one row by as little as its type allows."""
    near = column not in unique_of(table) or row[column] is None
    value = (
        other(row[column], table.columns[column].type)
        if near
        else far_from(row[column], table.columns[column])
    )
    connection.execute(
        table.update().where(key_of(table, row)).values({table.columns[column]: value})
    )


def blank(connection: Connection, table: Table, row: Row, column: str) -> None:
    """Take a value away."""
    connection.execute(
        table.update().where(key_of(table, row)).values({table.columns[column]: sa.null()})
    )


def delete(connection: Connection, table: Table, row: Row) -> None:
    """Delete one row."""
    connection.execute(table.delete().where(key_of(table, row)))


def insert_like(connection: Connection, table: Table, row: Row) -> None:
    """Insert a row that is like another but for its key and what must be unique."""
    unique = unique_of(table)
    values = {
        table.columns[name]: far_from(value, table.columns[name]) if name in unique else value
        for name, value in row.items()
    }
    connection.execute(table.insert().values(values))


def swap(connection: Connection, table: Table, one: Row, two: Row) -> None:
    """Let two rows change places: each keeps its key and gets all else of the other."""
    keys = {_name(table, each) for each in table.primary_key}
    delete(connection, table, one)
    delete(connection, table, two)
    for place, content in ((one, two), (two, one)):
        values = {table.columns[name]: (place if name in keys else content)[name] for name in place}
        connection.execute(table.insert().values(values))


def pairs_to_swap(table: Table, rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield rows beside each other that differ in more than their keys."""
    keys = {_name(table, each) for each in table.primary_key}
    for one, two in pairwise(rows):
        if any(one[name] != two[name] for name in one if name not in keys):
            yield one, two


def unique_of(table: Table) -> set[str]:
    """Return the columns that take part in a key or in a rule of uniqueness."""
    unique = {_name(table, each) for each in table.primary_key}
    for rule in (*table.constraints, *(each for each in table.indexes if each.unique)):
        if isinstance(rule, sa.UniqueConstraint | sa.Index):
            unique |= {_name(table, each) for each in rule.columns}
    return unique


def other(value: Any, kind: Any) -> Any:
    """Return another value of the same type, as near as can be."""
    if value is None:
        return _some(kind)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 if abs(value) < 10 else value + 1_000_003
    if isinstance(value, float):
        return value + 0.001
    if isinstance(value, Decimal):
        return value + Decimal("0.1")
    if isinstance(value, str):
        return value[:-1] + ("y" if value.endswith("x") else "x") if value else "x"
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, datetime):
        return value + timedelta(milliseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, time):
        return value.replace(minute=(value.minute + 1) % 60)
    if isinstance(value, list):
        return [*value, "x"]
    return {**value, "x": 1}


def far_from(value: Any, column: sa.Column[Any]) -> Any:
    """Return a value that no other row has."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 5_000_011
    if isinstance(value, date) and not isinstance(value, datetime):
        return value + timedelta(days=9_999)
    if isinstance(value, str):
        return "~" + value[1:]
    return other(value, column.type)


def _some(kind: Any) -> Any:
    if isinstance(kind, sa.TypeDecorator):
        return datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    if isinstance(kind, sa.LargeBinary):
        return b"x"
    if isinstance(kind, sa.JSON):
        return ["x"]
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.String):
        return "x"
    if isinstance(kind, sa.Date):
        return date(2026, 1, 1)
    return 1


def _name(table: Table, column: Any) -> str:
    """Return the name by which the table's collection knows a column."""
    return next(name for name, each in table.columns.items() if each.name == column.name)
