"""A lived-in log on each database, made once for all tests that only look or roll back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from occupancy.audit.heads import Head
from occupancy.audit.log import log_of
from occupancy.audit.verification import Asked, Report, verify_on
from occupancy.database import make_engine
from occupancy.protected import PROJECTIONS
from tests.audit.lived import ENDED, Lived, live, where
from tests.support.databases import administer, copy_database, named


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


@dataclass
class Past:
    """A log that lived once; each module of tests gets a copy of its database and its files."""

    lived: Lived
    folder: Path
    copied: Callable[[str, Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def sqlite_past(sqlite_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Past:
    """Give a log that lived on SQLite."""
    folder = tmp_path_factory.mktemp("past")
    path = folder / "lived.sqlite"
    shutil.copyfile(sqlite_world, path)
    lived = live(f"sqlite:///{path}", folder)

    @contextmanager
    def copied(name: str, into: Path) -> Iterator[str]:
        yield f"sqlite:///{into / path.name}"

    return Past(lived, folder, copied)


@pytest.fixture(scope="session")
def postgresql_past(
    postgresql: str, postgresql_world: str, tmp_path_factory: pytest.TempPathFactory
) -> Past:
    """Give a log that lived on PostgreSQL."""
    copy_database(postgresql, postgresql_world, "past")
    folder = tmp_path_factory.mktemp("past")
    lived = live(named(postgresql, "past"), folder)

    @contextmanager
    def copied(name: str, into: Path) -> Iterator[str]:
        copy_database(postgresql, "past", name)
        yield named(postgresql, name)
        administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")

    return Past(lived, folder, copied)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Give the log; the tests of a module share it."""
    past: Past = request.getfixturevalue(f"{request.param}_past")
    folder = tmp_path_factory.mktemp("lived")
    shutil.copytree(past.folder, folder, dirs_exist_ok=True)
    with past.copied(folder.name, folder) as url:
        lived = replace(past.lived, settings=where(url, folder))
        engine = make_engine(url)
        _loosen(engine)
        yield Bench(engine, lived, tuple(log_of(lived.settings).heads.all()))
        engine.dispose()


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
