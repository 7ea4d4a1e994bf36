"""`occupancy audit declare-restore`: two people prove themselves, then the log goes on."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import Actor, CodeNotAccepted, WrongCredentials, throttle
from occupancy.accounts.services import Passwords, tries
from occupancy.audit import restores
from occupancy.audit.log import connect, log_of
from occupancy.backups.cli_words import WORDS
from occupancy.backups.refusals import NeedsTwoPeople
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.filings.cli import sentence
from occupancy.settings import Settings, from_environment

#: Who may answer for a restore.
TRUSTED = (Role.ADMIN, Role.CHIEF)
#: Where tries at this prompt are counted.
HERE = "console"


@click.command("declare-restore")
@click.option("--by", "logins", multiple=True, required=True, help="Логін; двічі / login, twice.")
@click.option("--reason", required=True, help="Чому повернено копію / why it was restored.")
@click.option(
    "--new-key",
    is_flag=True,
    help="Створити ключ журналу, якщо старий утрачено / make a key where the old one is lost.",
)
@click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
def declare_restore(logins: tuple[str, ...], reason: str, new_key: bool, lang: str) -> None:
    """Заявити повернення копії: двоє різних людей, пароль і код кожного."""
    say, settings = WORDS[lang], from_environment()
    engine = connect(settings)
    try:
        with Session(engine) as session:
            first, second = _two(session, settings, logins, say)
            declared = restores.declare(
                session,
                log_of(settings),
                by=(first.log_name, second.log_name),
                reason=reason,
                new_key=new_key,
                now=clock.now(),
            )
    except Refusal as refusal:
        click.echo(sentence(refusal, lang), err=True)
        sys.exit(2)
    finally:
        engine.dispose()
    click.echo(say["declared"].format(**declared.__dict__))
    if declared.last >= declared.first:
        click.echo(
            say["lost"].format(count=declared.last - declared.first + 1, **declared.__dict__)
        )
    else:
        click.echo(say["none_lost"])


def _two(
    session: Session, settings: Settings, logins: tuple[str, ...], say: dict[str, str]
) -> tuple[Actor, Actor]:
    """Return two different people in charge, each proved here; raises ``NeedsTwoPeople``."""
    if len({throttle.login_key(each) for each in logins}) != 2 or len(logins) != 2:
        raise NeedsTwoPeople()
    first, second = (_proved(session, settings, each, say) for each in logins)
    if first.person_id == second.person_id:
        raise NeedsTwoPeople()
    return first, second


def _proved(session: Session, settings: Settings, login: str, say: dict[str, str]) -> Actor:
    """Return who knows the password and holds the phone of ``login``, and is in charge.

    Raises ``WrongCredentials``, ``CodeNotAccepted``, ``TooManyTries``, ``NeedsTwoPeople``.
    """
    password = click.prompt(say["prove"].format(login=login), hide_input=True, err=True)
    code = click.prompt(say["code"].format(login=login), err=True)
    with saving(session):
        number = tries.begin(
            session,
            login=throttle.login_key(login),
            address=HERE,
            second_factor=True,
            now=clock.now(),
        )
    person_id = services.person_by_password(
        session,
        Passwords(settings.argon2_memory_kib, settings.argon2_passes),
        login=login,
        password=password,
        demo=settings.demo,
        now=clock.now(),
    )
    if person_id is None:
        raise WrongCredentials()
    try:
        with saving(session):
            services.use_code(session, person_id, code.strip(), real_now=clock.true_now())
            tries.succeed(session, number)
    except CodeNotAccepted:
        raise WrongCredentials() from None
    actor = queries.actor(session, person_id, clock.in_kyiv(clock.now()).date())
    session.rollback()
    if actor is None or not actor.has(*TRUSTED):
        raise NeedsTwoPeople()
    return actor
