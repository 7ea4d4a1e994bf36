"""Two commands at the root are all that a newcomer needs."""

import os
import subprocess

import pytest

from tests.support.tree import ROOT

COMMANDS = ("run", "test", ".ci/run", "tools/lock.sh")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_executable_posix_shell(name):
    path = ROOT / name
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert os.access(path, os.X_OK)
    subprocess.run(["sh", "-n", str(path)], check=True)


@pytest.mark.parametrize("command", ["./run", "./test"])
def test_the_readme_names_both_commands(command):
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_calls_nothing_but_test():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines == ["#!/bin/sh", 'exec "$(dirname -- "$0")/../test"']


def test_who_may_not_install_is_told_the_line_for_the_administrator():
    script = """
        root=$1; . "$root/tools/bootstrap.sh"
        id() { printf 1000; }
        missing=' chromium postgresql'
        PATH=/nowhere
        install_system_packages
    """
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "apt-get update && apt-get install --yes --no-install-recommends chromium postgresql"
    )
