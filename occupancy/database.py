"""Two databases, one way to use them: embedded SQLite by default, PostgreSQL when grown up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.config import Config
from sqlalchemy import DateTime, Engine, MetaData, Table, create_engine, event, make_url
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from occupancy.constraints import refusal_of
from occupancy.errors import Busy

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

#: Every constraint has a name, so that a broken one can be told to a person (constraints.py).
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, to the millisecond as the log tells it.

    SQLite keeps it as naive UTC text, PostgreSQL as ``timestamptz``.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be kept: {value!r}")
        moment = value.astimezone(UTC)
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The models of all steps."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 - read by SQLAlchemy as a class mark


#: SQLSTATEs of a server that takes no writing now: a standby or one set to read only, a full disk.
READ_ONLY = ("25006", "53100")
#: A PostgreSQL server that is gone without a word is noticed within seconds, not after hours.
POSTGRESQL = {
    "options": "-c lock_timeout=4000",
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}


def table_of(model: type[Base]) -> Table:
    """Return the table of a model; SQLAlchemy's types know only that it is something to select."""
    return cast(Table, model.__table__)


def engine_options(url: str) -> dict[str, Any]:
    """Return what ``create_engine`` needs for this kind of database."""
    if make_url(url).get_backend_name() == "sqlite":
        arguments: dict[str, Any] = {"timeout": 10, "check_same_thread": False}
        return {"connect_args": arguments, "pool_timeout": 5}
    return {"connect_args": POSTGRESQL, "pool_timeout": 5, "pool_pre_ping": True}


def prepare(engine: Engine) -> Engine:
    """Give an engine our promises: durable commits, one writer at a time, keys that hold."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _synchronous)
    return engine


def make_engine(url: str) -> Engine:
    """Return a ready engine for ``url``, as the web server, the command line and tests use it."""
    return prepare(create_engine(url, **engine_options(url)))


def _durable(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    for setting in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA busy_timeout=10000",
    ):
        connection.execute(setting)


def _synchronous(connection: Any, _record: Any) -> None:
    """Let a commit wait for the disk also where the server was told not to."""
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Tell whether the database cannot be reached, read or written now; later it may."""
    if isinstance(error, NoFreeConnection | OperationalError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in READ_ONLY


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: a reader that turns writer could lose its snapshot."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def saving(session: Session) -> Iterator[Session]:
    """Run a deed in one writing transaction: all of it is kept, or none.

    The reading transaction of the page (the signed-in person was loaded in it) ends first.
    Raises the ``Refusal`` of a named constraint that the deed would break, ``Busy`` when the
    database cannot be written now, and whatever the deed itself raises.
    """
    session.rollback()
    try:
        session.connection(execution_options={"writing": True})
        yield session
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise refusal_of(error, Base.metadata) from error
    except SQLAlchemyError as error:
        session.rollback()
        if is_unavailable(error):
            _open_anew(session, error)
            raise Busy() from error
        raise
    except BaseException:
        session.rollback()
        raise


def _open_anew(session: Session, error: SQLAlchemyError) -> None:
    """Keep no connection that SQLite could open for reading only: the disk may be mended later."""
    told = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    if told.startswith("SQLITE_READONLY"):
        session.get_bind().engine.dispose()


def migrations(url: str) -> Config:
    """Return Alembic's configuration for ``url``."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema of ``url`` to ``revision``; does nothing when it is there already."""
    command.upgrade(migrations(url), revision)
