"""A wrong variable is told kindly; every variable stands in the table of settings."""

import os
import re
import subprocess
import sys

import pytest

from occupancy.settings import UnsafeSettings, from_environment
from tests.support.tree import ROOT

TABLE = ROOT / "docs" / "operations" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


class Spy(dict):
    """An environment that remembers what was asked, and with which usual value."""

    def __init__(self, **given):
        super().__init__(**given)
        self.asked = {}

    def get(self, name, default=None):
        self.asked[name] = default
        return super().get(name, default)


@pytest.fixture
def asked(tmp_path):
    spy = Spy(OCCUPANCY_DATA_DIR=str(tmp_path))
    from_environment(spy)
    return spy.asked


def test_the_table_names_every_variable_once_and_no_other(asked):
    assert sorted(name for name, *_ in ROW.findall(TABLE.read_text("utf-8"))) == sorted(asked)


def test_the_table_tells_the_usual_values(asked):
    for name, _, usual, uk, en in ROW.findall(TABLE.read_text("utf-8")):
        literal = usual.strip().strip("`")
        if re.fullmatch("`[^`]*`", usual.strip()):
            assert asked[name] == literal, name
        else:
            assert asked[name] in ("", None) or name in (
                "OCCUPANCY_DATABASE_URL",
                "OCCUPANCY_PUBLIC_URL",
                "OCCUPANCY_AUTHORITY_UK",
                "OCCUPANCY_AUTHORITY_EN",
            ), name
        assert re.search("[а-яі]", uk), name
        assert re.search("[a-z]", en), name


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("OCCUPANCY_DEMO", "yes"),
        ("OCCUPANCY_WORKER", ""),
        ("OCCUPANCY_TRUSTED_PROXIES", "-1"),
        ("OCCUPANCY_ARGON2_PASSES", "٣"),
        ("OCCUPANCY_DATABASE_URL", "mysql://somebody:a-secret@host/db"),
        ("OCCUPANCY_DATABASE_URL", "a-secret"),
        ("OCCUPANCY_PUBLIC_URL", "nichlih.example"),
        ("OCCUPANCY_PUBLIC_URL", "https://somebody:a-secret@host"),
        ("OCCUPANCY_WITNESS_URL", "ftp://host"),
        ("OCCUPANCY_DEMO_CLOCK", "2026-11-23T20:00:00"),
        ("OCCUPANCY_DEMO_CLOCK", "tonight"),
        ("OCCUPANCY_LOG_FORMAT", "xml"),
        ("OCCUPANCY_SMTP_TLS", "yes"),
        ("OCCUPANCY_DATA_DIR", "/dev/null/x"),
    ],
)
def test_a_wrong_value_is_told_by_name_in_both_languages_and_not_repeated(tmp_path, name, wrong):
    with pytest.raises(UnsafeSettings) as told:
        from_environment({"OCCUPANCY_DATA_DIR": str(tmp_path), name: wrong})
    words = str(told.value)
    assert words.startswith(f"{name}: ")
    assert re.search("[а-яі]", words.partition(" · ")[0])
    assert re.search("[a-z]", words.partition(" · ")[2])
    assert "a-secret" not in words


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["db", "upgrade"]])
def test_a_command_with_a_wrong_setting_ends_with_2_and_one_line(tmp_path, command):
    env = {**os.environ, "OCCUPANCY_DATA_DIR": str(tmp_path), "PORT": "eighty"}
    done = subprocess.run(
        [sys.executable, "-m", "occupancy", *command],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("PORT: ")


@pytest.mark.parametrize("secret", ["", "short", "a" * 40, "abcabcabc" * 5])
def test_outside_demo_mode_a_guessable_secret_is_refused(tmp_path, secret):
    env = {"OCCUPANCY_DATA_DIR": str(tmp_path), "OCCUPANCY_DEMO": "0"}
    with pytest.raises(UnsafeSettings, match="OCCUPANCY_SECRET_KEY"):
        from_environment({**env, "OCCUPANCY_SECRET_KEY": secret})
