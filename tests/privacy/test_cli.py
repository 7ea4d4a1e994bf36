"""`occupancy privacy …`: what it writes, logs and refuses."""

import json
import zipfile

import pytest
from click.testing import CliRunner

from occupancy.accounts.queries import person_id_of
from occupancy.audit import queries as audit
from occupancy.privacy.cli import privacy


@pytest.fixture
def call(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(privacy, [str(each) for each in words])


def kinds(session, person):
    session.rollback()
    return [each.kind for each in audit.history(session, f"person:{person}")]


def test_an_export_by_login_and_by_number_is_a_file_for_its_owner_alone(
    session, world, call, tmp_path
):
    person = world.people["operator"]
    for words in (("operator",), ("--person", person)):
        file = tmp_path / f"{len(words)}.zip"
        done = call("export", *words, file)
        assert (done.exit_code, done.output) == (0, f"Особа № {person}: {file}\n")
        assert file.stat().st_mode & 0o777 == 0o600
        held = json.loads(zipfile.ZipFile(file).read("held.json"))
        assert held["account"]["login"] == "operator"
    assert kinds(session, person)[-2:] == ["person_exported", "person_exported"]


def test_an_export_overwrites_nothing_and_logs_nothing_then(session, world, call, tmp_path):
    file = tmp_path / "there.zip"
    file.write_text("mine")
    before = kinds(session, world.people["operator"])
    assert call("export", "operator", file).exit_code == 2
    assert file.read_text() == "mine"
    assert kinds(session, world.people["operator"]) == before


@pytest.mark.parametrize(
    "words",
    [
        ("export", "nobody", "f.zip"),
        ("export", "operator"),
        ("export", "--person", "1", "operator", "f.zip"),
        ("erase", "nobody", "--yes"),
        ("erase", "--yes"),
        ("erase", "operator", "--person", "1", "--yes"),
        ("erase", "--person", "999999", "--yes"),
    ],
)
def test_what_makes_no_sense_is_refused(world, call, words):
    done = call(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_erasing_asks_once_and_then_does_it(session, world, call):
    person = world.people["operator"]
    assert CliRunner().invoke(privacy, ["erase", "operator"], input="n\n").exit_code == 1
    assert person_id_of(session, "operator") == person
    assert call("erase", "operator", "--yes").exit_code == 0
    assert kinds(session, person)[-1] == "person_erased"
    assert person_id_of(session, "operator") is None


def test_the_sweep_tells_what_it_forgot(world, call):
    done = call("sweep")
    assert done.exit_code == 0
    assert "sign_in_tries: 0\n" in done.output
