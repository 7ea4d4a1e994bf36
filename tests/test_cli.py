"""The command line: every command stands where it is said, and is fetched only when asked for."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from occupancy.cli import COMMANDS, IMPORTS, OF_THE_LOG, cli
from tests.support.tree import ROOT

#: What is heavy: the detector and its numbers, printing, the web.
HEAVY = ("anomaly", "flask", "numpy", "scipy", "weasyprint")
NESTED = [
    *((name,) for name in [*COMMANDS, "audit", "import"]),
    *(("audit", name) for name in OF_THE_LOG),
    *(("import", name) for name in IMPORTS),
]


@pytest.mark.parametrize("words", NESTED, ids=" ".join)
def test_every_command_says_what_it_does(words):
    done = CliRunner().invoke(cli, [*words, "--help"])
    assert done.exit_code == 0, done.output
    assert f"Usage: occupancy {' '.join(words)} " in done.output


def test_the_help_lists_every_command():
    listed = CliRunner().invoke(cli, ["--help"]).output
    assert {"audit", "import", *COMMANDS} <= set(listed.split())
    for group, places in (("audit", OF_THE_LOG), ("import", IMPORTS)):
        assert set(places) <= set(CliRunner().invoke(cli, [group, "--help"]).output.split())


def test_a_command_that_there_is_not_is_told_as_click_does():
    done = CliRunner().invoke(cli, ["audits"])
    assert done.exit_code == 2
    assert "No such command" in done.output


def test_a_command_is_known_by_the_name_it_is_listed_under():
    context = cli.make_context("occupancy", [], resilient_parsing=True)
    for name in cli.list_commands(context):
        found = cli.get_command(context, name)
        assert found is not None
        assert found.name == name


def said_by(code):
    """Return the last line that a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def test_the_check_of_the_log_takes_nothing_heavy_into_memory():
    said = said_by(
        "import sys; from occupancy.cli import cli; cli(['audit', 'verify', '--help'],"
        f" standalone_mode=False); print([each for each in {HEAVY!r} if each in sys.modules])"
    )
    assert said == "[]"


def test_whichever_command_runs_tables_know_those_that_they_point_to():
    said = said_by(
        "import occupancy.cli; from occupancy.database import Base;"
        " print(sum(bool(each.column is not None) for table in Base.metadata.tables.values()"
        " for each in table.foreign_keys))"
    )
    assert int(said) > 40
