"""The systemd units are ones that systemd takes, and they are shut tight."""

import re
import shutil
import subprocess

import pytest

from tests.support.tree import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service")) + sorted((ROOT / "deploy").glob("*.timer"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
#: Of 100 (open to everything); systemd calls up to 40 "OK".
MOST_EXPOSED = 30


@pytest.fixture
def placed(tmp_path):
    """Give the units as they would stand, with programs that are there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/srv/nichlih/.venv/bin/occupancy", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyze(*words):
    return subprocess.run(
        ["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_systemd_takes_every_unit(placed):
    done = analyze("verify", "--man=no", *sorted(placed.iterdir()))
    complaints = [line for line in done.stderr.splitlines() if "nichlih" in line]
    assert complaints == []


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_exposed_to_little(placed, unit):
    done = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", placed / unit.name)
    assert done.returncode == 0, done.stdout[-400:]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_starts_a_command_that_there_is_under_its_own_user(unit):
    from occupancy.cli import COMMANDS

    text = unit.read_text("utf-8")
    assert "User=nichlih" in text
    assert "ProtectSystem=strict" in text
    assert "NoNewPrivileges=yes" in text
    (command,) = re.findall(r"^ExecStart=/srv/nichlih/.venv/bin/occupancy (\w+)", text, re.M)
    assert command in COMMANDS


def test_every_timer_has_its_service():
    for unit in UNITS:
        if unit.suffix == ".timer":
            assert unit.with_suffix(".service").exists()
