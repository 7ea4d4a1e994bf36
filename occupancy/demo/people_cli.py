"""`occupancy demo code USER` and `occupancy demo accounts`."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.queries import FactorRow
from occupancy.accounts.rules import codes
from occupancy.audit.log import connect
from occupancy.demo.people import PEOPLE
from occupancy.settings import Settings, from_environment


@click.command("code")
@click.argument("user")
def code(user: str) -> None:
    """Показати код другого кроку для демонстраційного USER."""
    settings = from_environment()
    factor = _factor(settings, user) if settings.demo else None
    if factor is None or not factor.demo:
        click.echo(f"Немає такого демонстраційного запису: {user}", err=True)
        sys.exit(2)
    if factor.secret is None:
        click.echo(f"{user} входить без коду", err=True)
        sys.exit(1)
    now = clock.true_now()
    step = codes.next_usable_step(now, factor.last_step)
    if step > codes.step_at(now) + codes.TOLERANCE:
        click.echo("Цей код ще не можна вжити: зачекайте до 30 секунд", err=True)
    click.echo(codes.code_of(factor.secret, step))


@click.command("accounts")
def accounts() -> None:
    """Показати демонстраційні облікові записи обома мовами."""
    settings = from_environment()
    click.echo(f"Пароль / password: {settings.demo_password}")
    for each in PEOPLE:
        factor = "  + код / code: occupancy demo code " + each.login if each.is_staff else ""
        click.echo(f"  {each.login:<11} {each.does_uk} / {each.does_en}{factor}")


def _factor(settings: Settings, user: str) -> FactorRow | None:
    engine = connect(settings)
    try:
        with Session(engine) as session:
            return queries.factor_by_login(session, user)
    except SQLAlchemyError as error:
        click.echo(f"База даних не відповідає: {type(error).__name__}", err=True)
        sys.exit(2)
    finally:
        engine.dispose()
