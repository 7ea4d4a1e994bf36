"""`occupancy db …`: the schema and the reference tables."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from occupancy.citations import services as citations
from occupancy.database import make_engine, saving, upgrade
from occupancy.registry import seed
from occupancy.settings import from_environment


@click.group()
def db() -> None:
    """База даних."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Довести схему до останньої версії й оновити довідники."""
    url = from_environment().database_url
    upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session, saving(session):
        seed.seed_reference(session)
        citations.seed_document_types(session)
    engine.dispose()
    click.echo("База даних: схема й довідники на місці.")
