"""`occupancy demo …`: the made-up region and its people."""

from __future__ import annotations

import sys
import time

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit.log import connect
from occupancy.database import saving
from occupancy.demo.load import AlreadyThere, has_facilities, load
from occupancy.demo.people_cli import accounts, code
from occupancy.settings import from_environment


@click.group()
def demo() -> None:
    """Вигадана область: заклади, люди, ночі."""


@demo.command("load")
@click.option("--facilities", default=200, show_default=True, type=click.IntRange(6, 20_000))
@click.option("--nights", default=400, show_default=True, type=click.IntRange(60, 1_000))
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0))
@click.option("--if-empty", is_flag=True, help="Мовчки піти далі, якщо заклади вже є.")
def load_command(facilities: int, nights: int, seed: int, if_empty: bool) -> None:
    """Завантажити вигадану область; правда про неї лягає в окремий файл."""
    settings = from_environment()
    if not settings.demo:
        click.echo("Поза демонстрацією (OCCUPANCY_DEMO=0) вигадану область не завантажуємо.")
        sys.exit(2)
    engine = connect(settings)
    began = time.monotonic()
    try:
        with Session(engine) as session:
            if if_empty and has_facilities(session):
                click.echo("Заклади вже є: вигадану область не чіпаємо.")
                return
            with saving(session):
                done = load(
                    session,
                    settings,
                    facilities=facilities,
                    nights=nights,
                    seed=seed,
                    now=clock.now(),
                    progress=_told,
                )
    except AlreadyThere:
        click.echo("У реєстрі вже є заклади; для вигаданої області потрібна порожня база.")
        sys.exit(2)
    finally:
        engine.dispose()
    click.echo(
        f"\rВигадана область: закладів {done.facilities}, ночей {done.nights}, "
        f"із недоподанням {done.hiding}; {time.monotonic() - began:.1f} с."
    )
    click.echo(f"Правда про неї: {done.truth.name} у теці даних.")


def _told(done: int, total: int) -> None:
    click.echo(f"\rНочей опрацьовано: {done} із {total}", nl=False, err=True)


demo.add_command(accounts)
demo.add_command(code)
