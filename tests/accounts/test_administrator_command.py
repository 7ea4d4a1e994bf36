"""The first two administrators come from the command line; a third one takes two people."""

import pytest
from click.testing import CliRunner

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.roles import Role
from occupancy.cli import cli


@pytest.fixture
def run(database_url, tmp_path):
    """Give ``run(login)``: the command against the test's database."""
    env = {
        "OCCUPANCY_DATABASE_URL": database_url,
        "OCCUPANCY_DATA_DIR": str(tmp_path),
        "OCCUPANCY_ARGON2_MEMORY_KIB": "64",
        "OCCUPANCY_ARGON2_PASSES": "1",
    }
    return lambda login: CliRunner().invoke(cli, ["administrator", login, "Ніна Перша"], env=env)


def test_two_administrators_and_no_third(run, session):
    first = run("nina")
    assert first.exit_code == 0, first.output
    assert first.output.startswith("nina: ")
    assert run("nina").exit_code == 1, "the login is taken"
    assert run("petro").exit_code == 0
    assert run("third").exit_code == 1
    today = clock.in_kyiv(clock.now()).date()
    held = queries.holders(session, Role.ADMIN, today)
    assert len(held) == 2
    actor = queries.actor(session, held[0], today)
    assert actor.first_password
