"""A lived-in log on each database, made once for all tests that only look or roll back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from occupancy.audit.heads import Head
from occupancy.audit.log import log_of
from occupancy.audit.verification import Asked, Report, verify_on
from occupancy.database import make_engine
from occupancy.protected import PROJECTIONS
from tests.audit.lived import ENDED, Lived, live
from tests.support.databases import administer, named


@dataclass
class Bench:
    """A lived-in log that tests change at will: every change is rolled back."""

    engine: Engine
    lived: Lived
    heads: tuple[Head, ...]

    @contextmanager
    def changed(self) -> Iterator[Connection]:
        """Give a connection on which no constraint stands in the way, as for who owns the disk."""
        with self.engine.connect() as connection:
            yield connection
            connection.rollback()

    def check(self, connection: Connection, **asked: object) -> Report:
        """Check what the connection sees, a moment after the last deed."""
        return self.check_at(connection, ENDED, **asked)

    def check_at(self, connection: Connection, now: datetime, **asked: object) -> Report:
        """Check what the connection sees at a later moment."""
        facts = {"heads": self.heads, **asked}
        return verify_on(connection, PROJECTIONS, Asked(**facts), now=now)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Give the log; the tests of a module share it."""
    folder = tmp_path_factory.mktemp("lived")
    make = _sqlite if request.param == "sqlite" else _postgresql
    with make(request, folder) as url:
        lived = live(url, folder)
        engine = make_engine(url)
        _loosen(engine)
        yield Bench(engine, lived, tuple(log_of(lived.settings).heads.all()))
        engine.dispose()


@contextmanager
def _sqlite(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    path = folder / "lived.sqlite"
    shutil.copyfile(request.getfixturevalue("sqlite_world"), path)
    yield f"sqlite:///{path}"


@contextmanager
def _postgresql(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    admin = request.getfixturevalue("postgresql")
    template = request.getfixturevalue("postgresql_world")
    name = f"lived_{folder.name.replace('-', '_')}"
    administer(admin, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield named(admin, name)
    administer(admin, f"DROP DATABASE {name} WITH (FORCE)")


def _loosen(engine: Engine) -> None:
    """Take away what the database itself would refuse; primary keys stay."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            connection.rollback()
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
            raw.execute("PRAGMA ignore_check_constraints=ON")  # type: ignore[attr-defined]
        return
    with engine.begin() as connection:
        looking = inspect(connection)
        found = [
            (table, each["name"])
            for table in looking.get_table_names()
            for each in (
                *looking.get_foreign_keys(table),
                *looking.get_check_constraints(table),
                *looking.get_unique_constraints(table),
            )
        ]
        for table, name in found:
            connection.execute(
                text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
            )
