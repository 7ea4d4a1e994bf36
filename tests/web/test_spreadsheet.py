"""Files for spreadsheets: whatever a text holds, it stays a text (threat 6)."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.web import spreadsheet

#: Beginnings by which Excel, LibreOffice Calc or Google Sheets have taken a text for a formula.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|")
BLANKS = ("", " ", "\u00a0", "\u200b", "\ufeff", "\u3000", "\x0b", "  \t")


def read_csv(data: bytes, delimiter: str = ";") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("sign", LIVE)
def test_threat_6_no_formula_in_a_hotels_name_is_live_in_csv(sign, blank):
    name = f'{blank}{sign}HYPERLINK("http://evil.example")'
    ((cell,),) = read_csv(spreadsheet.as_csv([name], []))
    seen = next(each for each in cell if each.isprintable() and not each.isspace())
    assert seen == "'"
    assert cell[0] not in LIVE


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_threat_6_nor_where_the_reader_divides_cells_in_another_way(delimiter):
    name = "Готель,=1+1;=1+1\t=1+1|=1+1\n=1+1"
    for row in read_csv(spreadsheet.as_csv([name], []), delimiter):
        assert not [cell for cell in row if cell.strip().strip('"').startswith("=")]


@given(st.text())
def test_threat_6_no_text_begins_like_a_formula(text):
    safe = spreadsheet.safe(text)
    seen = next((sign for sign in safe if sign.isprintable() and not sign.isspace()), "")
    assert seen not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert safe[:1] not in {"\t", "\r", "\n"}
    assert spreadsheet.safe(safe) == safe
    assert safe.replace("'", "") == text.replace("'", "")


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_a_csv_file_reads_back_as_it_was_written(words):
    head, row = read_csv(spreadsheet.as_csv(words, [words]))
    assert head == row == [spreadsheet.safe(word) for word in words]


@given(st.lists(st.text(max_size=60) | st.sampled_from(["=1+1", "+380", "http://x", "12"])))
def test_threat_6_every_text_of_a_workbook_is_text_by_its_type(words):
    sheet = sheet_of(spreadsheet.as_xlsx(["x"] * max(len(words), 1), [words]))
    for column, word in enumerate(words, start=1):
        cell = sheet.cell(2, column)
        assert cell.data_type == "s" or (cell.value in (None, "") and not word)
        if word.isprintable():
            assert (cell.value or "") == word


def test_numbers_and_days_of_a_workbook_are_themselves():
    day = date(2026, 11, 23)
    sheet = sheet_of(spreadsheet.as_xlsx(["a", "b", "c"], [[-3, Decimal("0.0125"), day]]))
    kinds = [(cell.data_type, cell.value) for cell in sheet[2]]
    assert kinds == [("n", -3), ("n", 0.0125), ("d", datetime.combine(day, time()))]


def test_numbers_in_csv_have_decimal_commas():
    written = spreadsheet.as_csv(["a", "b", "c"], [[-1.5, None, 7]]).decode("utf-8-sig")
    assert written == "a;b;c\r\n-1,5;;7\r\n"


def test_only_one_module_writes_tables_for_people():
    """Threat 6: a page with a writer of its own would forget the guard."""
    from tests.support.tree import files, text_of

    writers = {
        str(name)
        for name in files()
        if name.suffix == ".py" and name.parts[0] in ("occupancy", "inspector_app")
        for text in [text_of(name) or ""]
        if "csv.writer(" in text or "xlsxwriter" in text
    }
    # Neither leaves as a file: the table that an import looked at, and the demo's hidden truth.
    assert writers == {
        "occupancy/web/spreadsheet.py",
        "occupancy/cabinet/importing.py",
        "occupancy/demo/load.py",
    }
