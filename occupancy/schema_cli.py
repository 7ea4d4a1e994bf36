"""`occupancy db …`: the schema and the reference tables."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit import queries as audit
from occupancy.audit.log import connect, log_of
from occupancy.citations import services as citations
from occupancy.database import saving, upgrade
from occupancy.registry import seed
from occupancy.settings import Settings, from_environment


@click.group()
def db() -> None:
    """База даних."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Довести схему до останньої версії й оновити довідники."""
    settings = from_environment()
    upgrade(settings.database_url)
    engine = connect(settings)
    with Session(engine) as session:
        _begin_anew(session, settings)
    with Session(engine) as session, saving(session):
        seed.seed_reference(session, now=clock.now())
        citations.seed_document_types(session, now=clock.now())
    engine.dispose()
    click.echo("База даних: схема й довідники на місці.")


def _begin_anew(session: Session, settings: Settings) -> None:
    """Let a demonstration begin again after its database was thrown away, as people do.

    Outside demo mode an empty database under a published head is a loss, and stays refused.
    """
    thrown_away = settings.demo and audit.size(session) == 0
    if thrown_away and (aside := log_of(settings).heads.set_aside()):
        click.echo(f"База порожня: голови попереднього журналу відкладено в {aside.name}.")
