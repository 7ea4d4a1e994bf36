"""`occupancy audit verify` as people run it: codes 0, 1 and 2, words in both languages, JSON."""

import json
import os
import re
from collections import defaultdict

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from occupancy.audit import verification
from occupancy.audit.findings import Finding, Findings
from occupancy.audit.verification import beside
from occupancy.audit.verification.words import _SENTENCES, LANGUAGES, sentence
from occupancy.cli import cli
from occupancy.filings.models import FilingRevision
from tests.support.tree import ROOT

#: Sentences that are no findings but worth knowing.
NOTES = ("outside_lost", "never_signed")


@pytest.fixture
def run(bench, monkeypatch):
    """Give ``run(*arguments)``: the result of the command on the lived-in log."""
    settings = bench.lived.settings
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", settings.database_url)

    def go(*arguments):
        return CliRunner().invoke(cli, ["audit", "verify", *map(str, arguments)])

    return go


@pytest.fixture
def tampered(bench):
    """Change one figure for the time of a test; give the entry that says otherwise."""
    with bench.engine.begin() as connection:
        row = connection.execute(
            text("SELECT id, audit_seq, guests FROM filing_revision ORDER BY id LIMIT 1 OFFSET 70")
        ).one()
        table = FilingRevision.__table__
        connection.execute(update(table).where(table.c.id == row.id).values(guests=row.guests + 1))
    yield row.audit_seq
    with bench.engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == row.id).values(guests=row.guests))


def test_a_good_log_ends_with_0_and_says_how_much_was_checked(run):
    done = run()
    assert done.exit_code == 0, done.output
    assert "Усе гаразд" in done.output
    assert "All good" in run("--lang", "en").output


def test_what_others_kept_is_checked_too(run, bench, tmp_path):
    for number, (head, receipt) in enumerate(
        zip(bench.lived.checkpoints, bench.lived.receipts, strict=True)
    ):
        (tmp_path / f"{number}.txt").write_text(head, encoding="utf-8")
        (tmp_path / f"{number}.json").write_text(receipt, encoding="utf-8")
    done = run(
        "--checkpoint", tmp_path / "0.txt", "--checkpoint", tmp_path / "3.txt",
        "--receipt", tmp_path / "1.json", "--receipt", tmp_path / "2.json",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    forged = bench.lived.checkpoints[0].replace("number 1", "number 2")
    (tmp_path / "forged.txt").write_text(forged, encoding="utf-8")
    assert run("--checkpoint", tmp_path / "forged.txt").exit_code == 1


def test_a_changed_figure_ends_with_1_and_names_the_first_bad_entry(run, tampered):
    done = run()
    assert done.exit_code == 1
    assert f"Перший поганий запис: {tampered}." in done.output
    assert "filing_revision" in done.output
    assert "guests" in done.output
    english = run("--lang", "en").output
    assert f"First bad entry: {tampered}." in english
    assert "does not say what the entry says" in english


def test_json_says_the_same_to_programs(run, tampered):
    done = run("--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["good"] is False
    assert told["first_bad_seq"] == tampered
    found = told["findings"][0]
    assert (found["seq"], found["code"]) == (tampered, "row_changed")
    assert found["facts"] == {"table": "filing_revision", "column": "guests"}
    assert found["uk"] != found["en"]


@pytest.fixture
def apart(monkeypatch):
    """Let two processes share the work on a log of any size."""

    def not_here(*_):
        raise AssertionError("the rows were to be compared by another process")

    monkeypatch.setattr(verification, "APART_FROM", 0)
    monkeypatch.setattr(verification, "rows_beside", not_here)
    monkeypatch.setattr(verification.os, "cpu_count", lambda: 2)


def test_two_processes_find_a_good_log_good(run, apart):
    done = run("--lang", "en")
    assert done.exit_code == 0, done.output
    assert "All good" in done.output


def test_two_processes_find_what_one_finds(run, tampered, request):
    alone = json.loads(run("--json").stdout)
    request.getfixturevalue("apart")
    together = json.loads(run("--json").stdout)
    assert alone.pop("seconds") != together.pop("seconds")
    assert together == alone
    assert together["first_bad_seq"] == tampered


def die(*_):
    os._exit(1)


def test_a_second_process_that_dies_ends_with_2(run, apart, monkeypatch):
    monkeypatch.setattr(beside, "_in_a_process", die)
    done = run("--lang", "en")
    assert done.exit_code == 2
    assert "could not run" in done.output


def test_no_database_ends_with_2_and_makes_none(run, monkeypatch, tmp_path):
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    done = run("--lang", "en")
    assert done.exit_code == 2
    assert "could not run" in done.output
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "empty.sqlite").touch()
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert run().exit_code == 2
    assert run("--checkpoint", tmp_path / "missing.txt").exit_code == 2


def test_every_finding_that_can_be_made_has_words_in_both_languages():
    made = set(NOTES)
    for path in (ROOT / "occupancy").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "findings" in source:
            made |= set(re.findall(r'add\(\s*[^,"]+,\s*"(\w+)"', source))
    assert made == set(_SENTENCES)
    for code in _SENTENCES:
        told = [sentence(code, defaultdict(int), language) for language in LANGUAGES]
        assert len(set(told)) == 2


def test_findings_come_in_the_order_of_their_entries():
    findings = [Finding(5, "a", {}), Finding(None, "b", {}, since=1), Finding(2, "c", {})]
    collected = Findings()
    for each in findings:
        collected.add(each.seq, each.code, since=each.since)
    for _ in range(500):
        collected.add(None, "d")
    assert [each.code for each in collected.first()[:4]] == ["c", "a", "b", "d"]
    assert collected.count == 503
    assert collected.first_seq == 2
