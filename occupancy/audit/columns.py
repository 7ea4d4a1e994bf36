"""How rows are read where very many are compared: quickly, a batch in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Date,
    Dialect,
    Row,
    Select,
    TypeDecorator,
    type_coerce,
)

from occupancy.database import Moment

#: Rows fetched at once: enough to be fast, few enough to need little memory.
BATCH = 2000


def quick(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return ``column`` as it is read soonest; nobody may change what it gives.

    SQLite keeps any text in any column: what no value can be read from is given as it stands, so
    that it equals nothing and is told like any other change.
    """
    if isinstance(column.type, JSON):
        return type_coerce(column, _Json())
    if isinstance(column.type, Moment):
        return type_coerce(column, _Moment())
    if isinstance(column.type, Date):
        return type_coerce(column, _Day())
    return column


def streamed(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Yield the rows of ``query``, a batch in memory at a time."""
    return chain.from_iterable(batches(connection, query))


def batches(
    connection: Connection, query: Select[*tuple[Any, ...]]
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Yield the rows of ``query`` a batch at a time."""
    with closing(connection.execute(query, execution_options={"yield_per": BATCH})) as result:
        yield from result.partitions()


class _Json(TypeDecorator[Any]):
    """Most values repeat, so each text is parsed once."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return a parser with a memory where the database gives text."""
        if dialect.name == "sqlite":
            return _parsed
        return super().result_processor(dialect, coltype)


class _Moment(Moment):
    """Text of SQLite becomes an aware moment in one step instead of three."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return a parser where the database gives text."""
        if dialect.name == "sqlite":
            return _moment
        return super().result_processor(dialect, coltype)


class _Day(TypeDecorator[Any]):
    """Days repeat too."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return a parser with a memory where the database gives text."""
        if dialect.name == "sqlite":
            return _day
        return super().result_processor(dialect, coltype)


@lru_cache(maxsize=1 << 14)
def _parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except (ValueError, TypeError):
        return text


def _moment(text: str | None) -> Any:
    try:
        return None if text is None else datetime.fromisoformat(text + "+00:00")
    except (ValueError, TypeError):
        return text


@lru_cache(maxsize=1 << 14)
def _day(text: str | None) -> Any:
    try:
        return None if text is None else date.fromisoformat(text)
    except (ValueError, TypeError):
        return text
