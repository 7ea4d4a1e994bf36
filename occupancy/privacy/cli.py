"""`occupancy privacy …`: what is held about a person, forgetting it, and the daily sweep."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries as accounts
from occupancy.audit.log import connect
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.privacy import services
from occupancy.privacy.export import archive
from occupancy.privacy.queries import held_about
from occupancy.settings import from_environment

#: Who the log names: whoever may run commands on the server.
ACTOR = "system:cli"


@click.group()
def privacy() -> None:
    """Дані про осіб: видати, вилучити, забути за строком."""


@privacy.command("export")
@click.argument("target", nargs=-1, metavar="[LOGIN] FILE")
@click.option("--person", type=int, help="Номер особи замість логіна / a number, not a login.")
def export(target: tuple[str, ...], person: int | None) -> None:
    """Записати у FILE (новий ZIP) усе, що є про особу LOGIN або --person N."""
    if len(target) != (2 if person is None else 1):
        raise click.UsageError("LOGIN FILE або --person N FILE / LOGIN FILE or --person N FILE")
    login, file = (target[0] if person is None else None), Path(target[-1])
    now = clock.now()
    with _session() as session, saving(session):
        found = _number(session, login, person)
        held = held_about(session, found)
        _write(file, archive(held, now=now))
        services.note_export(session, found, actor=ACTOR, now=now)
    click.echo(f"Особа № {found}: {file}")


@privacy.command("erase")
@click.argument("login", required=False)
@click.option("--person", type=int, help="Номер особи замість логіна / a number, not a login.")
@click.option("--yes", is_flag=True, help="Не перепитувати / do not ask.")
def erase(login: str | None, person: int | None, yes: bool) -> None:
    """Вилучити особу: ім’я, вхід, посаду, посвідчення, другий крок, сеанси, власні слова."""
    now = clock.now()
    with _session() as session:
        found = _number(session, login, person)
        if not yes:
            click.confirm(f"Вилучити особу № {found} назавжди?", abort=True)
        with saving(session):
            services.erase(session, found, actor=ACTOR, why="asked", now=now)
    click.echo(f"Особу № {found} вилучено; її номер і цифри лишаються.")


@privacy.command("sweep")
def sweep() -> None:
    """Забути все, чий строк минув; щодня це робить і фонова служба."""
    with _session() as session, saving(session):
        gone = services.sweep(session, clock.now())
    for code, count in gone.items():
        click.echo(f"{code}: {count}")


@contextmanager
def _session() -> Iterator[Session]:
    engine = connect(from_environment())
    try:
        with Session(engine) as session:
            yield session
    except Refusal as refusal:
        click.echo(f"Не зроблено: {refusal}", err=True)
        sys.exit(2)
    finally:
        engine.dispose()


def _write(file: Path, content: bytes) -> None:
    """Write a new file that only its owner reads; one that is there stays as it is."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        click.echo(f"Файл не записано: {error.strerror}", err=True)
        sys.exit(2)
    with os.fdopen(handle, "wb") as out:
        out.write(content)


def _number(session: Session, login: str | None, person: int | None) -> int:
    if (login is None) == (person is None):
        raise click.UsageError("LOGIN або --person N / LOGIN or --person N")
    found = accounts.person_id_of(session, login) if login else person
    if found is None:
        click.echo("Немає такої особи", err=True)
        sys.exit(2)
    return found
