"""`occupancy import filings FILE`, on both databases: all of a file, or nothing of it."""

import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from occupancy.filings import queries
from occupancy.filings.cli import import_filings
from occupancy.web import catalogs

HEAD = "facility_id,date,rooms_occupied,guests_domestic,guests_inbound,exempt_MINOR,arrivals"
#: Two nights of summer 2025, long before today, whatever the day of the test.
GOOD = ["SL-0001,2025-07-05,3,6,1,1,4", "SL-0001,2025-07-06,0,0,0,0,0"]


@pytest.fixture
def run(database_url, session, world, tmp_path, monkeypatch):
    catalogs.compile_all()
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path / "data"))

    def run(lines, *options, name="nights.csv"):
        path = tmp_path / name
        path.write_bytes(lines if isinstance(lines, bytes) else "\n".join(lines).encode())
        answer = CliRunner().invoke(import_filings, [str(path), *options])
        session.rollback()
        return answer

    return run


@pytest.fixture
def nights(session, world):
    return lambda: queries.between(
        session, world.facilities["SL-0001"], date(2025, 1, 1), date(2026, 12, 31)
    )


def test_a_good_file_is_filed_as_first_figures(run, nights):
    answer = run([HEAD, *GOOD])
    assert (answer.exit_code, answer.output) == (
        0,
        "Подано ночей: 2; виправлено: 0; без змін: 0.\n",
    )
    rows = nights().values()
    assert {(row.source, row.kind, row.author_id) for row in rows} == {("import", "figure", None)}
    assert [row.guests for row in rows] == [8, 0]


def test_the_same_file_again_changes_nothing(run, nights):
    run([HEAD, *GOOD])
    answer = run([HEAD, *GOOD], "--lang", "en")
    assert answer.output == "Nights filed: 0; corrected: 0; unchanged: 2.\n"
    assert {row.number for row in nights().values()} == {1}


def test_checking_only_files_nothing(run, nights):
    answer = run([HEAD, *GOOD], "--dry-run")
    assert answer.exit_code == 0
    assert "нічого не подано" in answer.output
    assert nights() == {}


def test_every_bad_row_is_named_with_line_column_and_mend_and_nothing_is_kept(run, nights):
    bad = [
        "SL-0001,2025-07-07,8,6,1,1,4",
        "SL-0001,31.11.2025,3,6,1,1,4",
        "nowhere,2025-07-08,3,6,1,1,4",
        "SL-0001,2025-07-05,1,2,0,0,",
        "SL-0001,2025-07-09,3,шість,,1,4",
    ]
    answer = run([HEAD, *GOOD, *bad])
    assert answer.exit_code == 1
    lines = answer.output.splitlines()
    assert lines[:6] == [
        "рядок 4: rooms_occupied «8»: Номерів у закладі 7, а вписано 8. Впишіть від 0 до 7.",
        "рядок 5: date «31.11.2025»: Дня «31.11.2025» у календарі немає. Перевірте дату.",
        "рядок 6: facility_id «nowhere»: Закладу з кодом «nowhere» тут немає."
        " Перевірте колонку facility_id.",
        "рядок 7: date «2025-07-05»: Ніч 5 липня 2025 цього закладу вже є в рядку 2."
        " Лишіть один рядок.",
        "рядок 8: guests_domestic «шість»: «шість» — не ціле число. Впишіть цифрами, наприклад 14.",
        "рядок 8: guests_inbound: Впишіть число, навіть якщо це 0.",
    ]
    assert lines[6] == "Нічого не подано: рядків 7, із зауваженнями 6."
    assert nights() == {}


def test_a_changed_night_asks_for_a_reason_in_the_file_or_for_the_file(run, nights):
    run([HEAD, *GOOD])
    changed = [HEAD, "SL-0001,2025-07-05,3,5,1,1,4"]
    assert run(changed, "--lang", "en").exit_code == 1
    assert run(changed, "--reason", "звірили з журналом").exit_code == 0
    assert nights()[date(2025, 7, 5)].reason == "звірили з журналом"


def test_where_the_rate_has_bands_a_file_splits_or_the_command_says_which(run, session, world):
    lviv = [HEAD, "LV-0001,2026-07-05,3,6,1,1,4"]
    answer = run(lviv)
    assert answer.exit_code == 1
    assert "band_b1_domestic: Рада встановила ставку за ціною" in answer.output
    assert run(lviv, "--band", "b3").exit_code == 0
    standing = queries.standing(session, world.facilities["LV-0001"], date(2026, 7, 5))
    assert standing is not None
    assert [(band.code, band.domestic, band.inbound) for band in standing.bands or ()] == [
        ("b3", 6, 0)
    ]
    split = [f"{HEAD},band_b2_domestic,band_b4_domestic", "LV-0001,2026-07-06,3,6,1,1,4,2,4"]
    assert run(split).exit_code == 0


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"facility_id,date\nSL-0001,2025-07-05", b"\x00\xff" * 40]
)
def test_a_file_that_cannot_be_read_ends_with_two(run, nights, content):
    answer = run(content)
    assert answer.exit_code == 2
    assert answer.output.startswith("Файл не прочитано: ")
    assert nights() == {}


def test_a_file_that_is_not_there_ends_with_two():
    assert CliRunner().invoke(import_filings, ["/nowhere.csv"]).exit_code == 2


def test_words_of_both_languages_hold_every_refusal_of_the_step():
    catalogs.compile_all()
    codes = {code for code in catalogs.refusal_codes() if code.startswith(("filing.", "import."))}
    for language in catalogs.LANGUAGES:
        path = catalogs.ROOT / "occupancy/web/translations" / language / "LC_MESSAGES/messages.po"
        known = {message.id for message in catalogs.catalog(path) if message.string}
        assert codes <= known


def test_the_command_starts_without_flask():
    script = "import sys, occupancy.filings.cli; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
