"""The database: reachable, newest schema, writable, durable, with a clock like ours."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from occupancy import clock
from occupancy.database import migrations
from occupancy.doctor.finding import Finding, Patient, bad, good, warning

#: Seconds by which two clocks may differ.
APART = 2.0


def reachable(patient: Patient) -> Finding:
    """Ask the database for the schema's number."""
    newest = ScriptDirectory.from_config(migrations("")).get_current_head()
    try:
        with patient.engine.connect() as connection:
            kept = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return bad("database.away")
    if kept != newest:
        return bad("database.old", kept=kept, newest=newest)
    return good("database.good", kind=patient.engine.dialect.name, kept=kept)


def writable(patient: Patient) -> Finding:
    """Begin to write, and take it back."""
    try:
        with patient.engine.connect().execution_options(writing=True) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            connection.rollback()
    except SQLAlchemyError as error:
        return bad("writing.fails", kind=type(error).__name__)
    return good("writing.good")


def durable(patient: Patient) -> Finding:
    """Ask whether what is acknowledged is on the disk."""
    wanted: dict[str, tuple[str, ...]] = {"synchronous": ("2", "3")}
    question = "PRAGMA {}"
    if patient.engine.dialect.name == "postgresql":
        wanted = {
            "synchronous_commit": ("on", "remote_apply", "remote_write"),
            "fsync": ("on",),
            "full_page_writes": ("on",),
        }
        question = "SHOW {}"
    with patient.engine.connect() as connection:
        for name, values in wanted.items():
            told = str(connection.exec_driver_sql(question.format(name)).scalar())
            if told not in values:
                return bad("durable.off", name=name, told=told)
    return good("durable.good")


def clocks(patient: Patient) -> Finding:
    """Hold our clock against the database server's; an embedded database has ours."""
    if patient.engine.dialect.name == "sqlite":
        return good("clock.own")
    with patient.engine.connect() as connection:
        before = clock.true_now()
        theirs = connection.scalar(text("SELECT clock_timestamp()"))
        after = clock.true_now()
    assert isinstance(theirs, datetime)  # nosec B101 # for the type checker
    middle = before + (after - before) / 2
    apart = abs((theirs.astimezone(UTC) - middle).total_seconds())
    told = f"{apart:.1f}"
    return warning("clock.apart", seconds=told) if apart > APART else good("clock.good")
