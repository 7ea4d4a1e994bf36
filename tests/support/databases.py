"""A fresh, migrated database for each test, on SQLite and on PostgreSQL.

The schema is built once a run by the real migrations; a test gets a copy of it, which takes
milliseconds where the migrations take seconds.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from occupancy.database import make_engine, upgrade
from tests.support.world import make_world

TEMPLATE = "template_migrated"
WORLD = "template_world"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a migrated, otherwise empty SQLite database."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    url = f"sqlite:///{path}"
    upgrade(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a migrated SQLite database in which the small world stands."""
    path = tmp_path_factory.mktemp("template") / "world.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        make_world(session)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_world(postgresql: str, postgresql_template: str) -> str:
    """Give the name of a migrated PostgreSQL database in which the small world stands."""
    copy_database(postgresql, postgresql_template, WORLD)
    engine = make_engine(named(postgresql, WORLD))
    with Session(engine) as session:
        make_world(session)
    engine.dispose()
    return WORLD


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str) -> str:
    """Give the name of a migrated, otherwise empty PostgreSQL database."""
    administer(postgresql, f"CREATE DATABASE {TEMPLATE}")
    upgrade(named(postgresql, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def new_sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give a maker of migrated SQLite databases; each call returns the URL of a fresh one.

    A test that asks for a ``world`` gets databases in which it stands.
    """
    template = request.getfixturevalue(
        "sqlite_world" if "world" in request.fixturenames else "sqlite_template"
    )

    def make() -> str:
        path = tmp_path / f"{next(_numbers)}.sqlite"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture
def new_postgresql(request: pytest.FixtureRequest, postgresql: str) -> Iterator[Callable[[], str]]:
    """Give a maker of migrated PostgreSQL databases; they are dropped after the test.

    A test that asks for a ``world`` gets databases in which it stands.
    """
    template = request.getfixturevalue(
        "postgresql_world" if "world" in request.fixturenames else "postgresql_template"
    )
    made = []

    def make() -> str:
        name = f"test_{next(_numbers)}"
        copy_database(postgresql, template, name)
        made.append(name)
        return named(postgresql, name)

    yield make
    for name in made:
        administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Give a maker of fresh databases of one kind; the test runs once on each kind."""
    return request.getfixturevalue(f"new_{request.param}")


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """Give the URL of a fresh, migrated, empty database; the test runs once on each kind."""
    return new_database()


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """Give a plain session on a fresh database, as services take it."""
    engine = make_engine(database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def named(admin: str, name: str) -> str:
    """Return the URL of database ``name`` on the server of ``admin``."""
    return make_url(admin).set(database=name).render_as_string(hide_password=False)


def copy_database(admin: str, template: str, name: str) -> None:
    """Make database ``name`` like ``template``, file by file: through the log it takes longer."""
    administer(admin, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


def administer(admin: str, statement: str) -> None:
    """Run a statement outside of any transaction, as creating a database asks for."""
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
