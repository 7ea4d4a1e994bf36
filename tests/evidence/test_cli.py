"""`occupancy import evidence|checks FILE`: what it prints and how it ends."""

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.cli import cli
from occupancy.database import make_engine, saving
from tests.evidence.test_imports import CHECKS, HEAD, JULY, NOW, SEEN
from tests.scans.region import make_region


@pytest.fixture
def call(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        make_region(session, count=3, nights=1)
    engine.dispose()

    def run(what, text, *words):
        file = tmp_path / "водоканал.csv"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(cli, ["import", what, str(file), *words])

    return run


@pytest.mark.parametrize(("what", "text"), [("evidence", HEAD + JULY), ("checks", CHECKS + SEEN)])
def test_a_file_is_looked_at_then_taken_and_taken_once(call, what, text):
    looked, taken, again = call(what, text, "--dry-run"), call(what, text), call(what, text)
    assert [each.exit_code for each in (looked, taken, again)] == [0, 0, 0]
    assert "нічого не взято. Було б додано: 1" in looked.output
    assert "Додано: 1; виправлено: 0; без змін: 0." in taken.output
    assert "уже взято 23.11.2026 12:00: нічого не додано" in again.output


def test_a_bad_line_is_told_with_column_value_and_mend_in_both_languages(call):
    text = HEAD + JULY.replace("128.5", "багато")
    told = call("evidence", text)
    assert told.exit_code == 1
    assert "рядок 2: value «багато»: Тут має бути число від 0" in told.output
    assert "Нічого не взято" in told.output
    assert "A number from 0 on" in call("evidence", text, "--lang", "en").output


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("", (), "Файл не прочитано"),
        ("a,b\n1,2\n", (), "бракує колонок: date_from"),
        (HEAD + JULY, ("--source", "x" * 99), "Джерело: "),
    ],
)
def test_what_cannot_be_read_ends_with_two(call, text, words, told):
    result = call("evidence", text, *words)
    assert result.exit_code == 2
    assert told in result.output
