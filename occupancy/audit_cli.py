"""`occupancy audit …`: the transparency log from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit import queries, rules
from occupancy.audit.log import Log, connect, log_of, publish
from occupancy.errors import Refusal
from occupancy.settings import from_environment


@contextmanager
def opened() -> Iterator[tuple[Session, Log]]:
    """Give a session on the database of the settings and its log."""
    settings = from_environment()
    engine = connect(settings)
    try:
        with Session(engine) as session:
            yield session, log_of(settings)
    finally:
        engine.dispose()


@click.command("checkpoint")
def checkpoint() -> None:
    """Показати найновішу підписану голову; нову підписати, якщо є що."""
    with opened() as (session, log):
        try:
            publish(session, log, now=clock.now())
        except Refusal as refusal:
            click.echo(f"Голову не підписано: {refusal}", err=True)
            sys.exit(2)
        head = queries.newest_checkpoint(session)
        if head is None:
            click.echo("Журнал порожній: підписувати ще нічого.", err=True)
            sys.exit(2)
        click.echo(head.note, nl=False)


@click.command("key")
def key() -> None:
    """Показати відкритий ключ журналу та його відбиток, щоб звірити їх голосом."""
    with opened() as (session, log):
        try:
            public = log.key(session).public
        except Refusal as refusal:
            click.echo(f"Ключа немає: {refusal}", err=True)
            sys.exit(2)
        epoch = queries.epoch(session)
        click.echo(rules.vkey(epoch.origin if epoch else log.origin(1), public))
        click.echo(f"SHA-256: {rules.fingerprint(public)}")
