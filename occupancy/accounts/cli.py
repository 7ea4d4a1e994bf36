"""`occupancy administrator`: the first two administrators, before anybody could confirm anybody."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.roles import Role
from occupancy.accounts.services import Passwords
from occupancy.database import make_engine, saving
from occupancy.errors import Refusal
from occupancy.settings import from_environment

#: Who the log names: whoever may run commands on the server.
ACTOR = "system:cli"
#: From then on two people give every further right.
ENOUGH = 2


@click.command("administrator")
@click.argument("login")
@click.argument("name")
def administrator(login: str, name: str) -> None:
    """Додати одного з перших двох адміністраторів і показати перший пароль."""
    settings, now = from_environment(), clock.now()
    today = clock.in_kyiv(now).date()
    engine = make_engine(settings.database_url)
    password = services.first_password()
    try:
        with Session(engine) as session, saving(session):
            if len(queries.holders(session, Role.ADMIN, today)) >= ENOUGH:
                click.echo(
                    "Два адміністратори вже є: далі права надають удвох, у /admin/.", err=True
                )
                sys.exit(1)
            person_id = services.add_person(
                session,
                NewPerson(login, name, password),
                passwords=Passwords(settings.argon2_memory_kib, settings.argon2_passes),
                actor=ACTOR,
                now=now,
            )
            services.grant(session, GrantRole(person_id, Role.ADMIN, today), actor=ACTOR, now=now)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    finally:
        engine.dispose()
    click.echo(f"{login}: {password}")
    click.echo("Пароль діє три дні й відкриває лише сторінку, де обирають власний.")
