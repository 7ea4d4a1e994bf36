"""`occupancy demo code` and `occupancy demo accounts`."""

import secrets

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from occupancy import clock
from occupancy.accounts import queries, services
from occupancy.accounts.models import Person
from occupancy.accounts.rules import codes
from occupancy.database import saving
from occupancy.demo.people import PEOPLE, create_people
from occupancy.demo.people_cli import accounts, code
from occupancy.settings import from_environment
from tests.support.world import BEGAN, LVIV, make_world


@pytest.fixture
def run(session, database_url, tmp_path, monkeypatch):
    """Give a runner of commands over a database with the demo's people and one real official."""
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OCCUPANCY_ARGON2_MEMORY_KIB", "64")
    world = make_world(session)
    with saving(session):
        session.execute(update(Person).values(login="world-" + Person.login))
    with saving(session):
        create_people(
            session,
            from_environment(),
            operators=world.operators,
            facilities=[world.facilities["LV-0001"]],
            communities=[LVIV],
            now=BEGAN,
        )
    return lambda command, *words: CliRunner().invoke(command, words)


def test_the_code_shown_lets_in_and_the_next_one_shown_is_another(session, run):
    seen = []
    for _ in range(2):
        shown = run(code, "chief")
        assert shown.exit_code == 0, shown.output
        seen.append(shown.stdout.strip())
        person = queries.person_id_of(session, "chief")
        with saving(session):
            services.use_code(session, person, seen[-1], real_now=clock.true_now())
        session.expire_all()
    assert len(set(seen)) == 2


@pytest.mark.parametrize(
    ("user", "status"),
    [("operator", 1), ("nobody", 2), ("world-chief", 2)],  # no code needed, unknown, not made up
)
def test_nobody_elses_code_is_shown(run, user, status):
    shown = run(code, user)
    assert shown.exit_code == status
    assert shown.stdout == ""


def test_outside_demo_mode_no_code_is_shown(run, monkeypatch):
    monkeypatch.setenv("OCCUPANCY_DEMO", "0")
    monkeypatch.setenv("OCCUPANCY_SECRET_KEY", secrets.token_hex(32))
    assert run(code, "chief").exit_code == 2


def test_the_accounts_are_listed_in_both_languages(run):
    shown = run(accounts).stdout
    for each in PEOPLE:
        assert each.login in shown
        assert each.does_uk in shown
        assert each.does_en in shown


def test_codes_are_six_digits_of_the_kept_secret(session, run):
    kept = queries.factor_by_login(session, "agency")
    now = clock.true_now()
    near = {codes.code_of(kept.secret, codes.step_at(now) + off) for off in (-1, 0, 1)}
    assert run(code, "agency").stdout.strip() in near
