"""`occupancy witness`."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import make_engine, saving
from occupancy.notices import outbox, queries
from occupancy.notices.witness import KIND, tell_witnesses, witnesses
from occupancy.settings import from_environment


@click.command()
def witness() -> None:
    """Надіслати найновішу голову журналу зовнішнім свідкам тепер."""
    settings = from_environment()
    if not witnesses(settings):
        click.echo("Свідків не названо: OCCUPANCY_WITNESS_FILE, _MAIL або _URL.", err=True)
        sys.exit(2)
    engine = make_engine(settings.database_url)
    with Session(engine) as session, saving(session):
        tell_witnesses(session, settings, clock.now(), on_demand=True)
    outbox.send_what_is_due(engine, settings)
    with Session(engine) as session:
        told = queries.newest(session, KIND)
    engine.dispose()
    for each in told:
        how = f"надіслано {each.sent_at:%Y-%m-%d %H:%M} UTC" if each.sent_at else "ще не надіслано"
        click.echo(f"{each.channel}: {each.address}: {how}")
    sys.exit(0 if all(each.sent_at for each in told) else 1)
