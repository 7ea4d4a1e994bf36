"""A table of nights: nothing is filed before every row is right, and the same row never twice."""

import html
import io
import re

import openpyxl
import pytest

from occupancy.filings import queries
from tests.cabinet.conftest import NIGHT
from tests.filings.books import book
from tests.support.apps import post_form, token_of

PAGE = "/cabinet/SL-0001/import"
HEAD = "date,rooms_occupied,guests_domestic,guests_inbound,exempt_MINOR"
GOOD = f"{HEAD}\n2026-11-20,3,6,1,1\n2026-11-21,0,0,0,0\n"


@pytest.fixture
def upload(operator):
    def upload(data, page=PAGE, name="nights.csv", **form):
        sent = {"csrf_token": token_of(operator, page), "file": (io.BytesIO(data), name), **form}
        return operator.post(page, data=sent, content_type="multipart/form-data")

    return upload


@pytest.fixture
def nights(session, world):
    def nights(code="SL-0001"):
        session.rollback()
        return queries.between(session, world.facilities[code], NIGHT.replace(day=1), NIGHT)

    return nights


def press(operator, shown):
    """Send the form of a page that says all rows are right."""
    table = html.unescape(re.search(r'name="table" hidden>(.*?)</textarea>', shown, re.S)[1])
    hidden = dict(re.findall(r'type="hidden" name="(band|reason)" value="([^"]*)"', shown))
    return post_form(operator, PAGE, {"table": table, "file_it": "1", **hidden})


def test_a_good_file_is_looked_at_first_and_filed_at_the_press(operator, upload, nights):
    looked = upload(GOOD.encode())
    assert looked.status_code == 200
    assert "Ще нічого не подано" in looked.text
    assert "Подати 2 ночі" in looked.text
    assert nights() == {}
    answer = press(operator, looked.text)
    assert answer.status_code == 303
    assert [(row.guests, row.source) for row in nights().values()] == [(8, "file"), (0, "file")]
    assert "Подано 2 ночі." in operator.get(answer.location, follow_redirects=True).text


def test_a_workbook_says_the_same(upload):
    lines = [line.split(",") for line in GOOD.split()]
    assert "Подати 2 ночі" in upload(book(lines), name="nights.xlsx").text


def test_bad_rows_are_named_and_nothing_is_filed(upload, nights):
    answer = upload(f"{GOOD}2026-11-22,8,6,1,0\n2026-11-31,x,1,1,\n".encode())
    assert answer.status_code == 422
    assert "3 зауваження. Нічого не подано." in answer.text
    assert "Номерів у закладі 7, а вписано 8." in answer.text
    assert "Дня «2026-11-31» у календарі немає." in answer.text
    assert 'name="table"' not in answer.text
    assert nights() == {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "немає рядків із даними"),
        (b"PK\x03\x04junk", "не таблиця"),
        (b"date,rooms_occupied\n2026-11-20,1", "бракує колонок: guests_domestic, guests_inbound"),
        ("\n".join([HEAD, *["2026-11-20,1,1,0,0"] * 801]).encode(), "понад 800 рядків"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(upload, data, said):
    answer = upload(data)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_of_another_house_is_refused(upload, nights):
    data = f"facility_id,{HEAD}\nLV-0001,2026-11-20,3,6,1,1\n"
    answer = upload(data.encode())
    assert answer.status_code == 422
    assert "Закладу з кодом «LV-0001» тут немає." in answer.text
    assert nights("LV-0001") == {}


def test_corrections_by_file_ask_for_one_reason(operator, upload, nights, filed):
    filed(NIGHT.replace(day=20))
    changed = GOOD.replace("3,6,1,1", "3,5,1,1").encode()
    assert "Скажіть, чому число інше" in upload(changed).text
    looked = upload(changed, reason="звірили з журналом")
    assert press(operator, looked.text).status_code == 303
    assert nights()[NIGHT.replace(day=20)].reason == "звірили з журналом"


def test_the_sample_fits_the_house_and_is_read_back(operator, upload):
    for code, column in (("SL-0001", "exempt_FAM"), ("LV-0001", "band_b4_domestic")):
        sample = operator.get(f"/cabinet/{code}/import/sample.csv")
        assert sample.mimetype == "text/csv"
        head, first = sample.text.lstrip("\ufeff").splitlines()[:2]
        assert column in head.split(";")
        assert first.split(";")[0] == str(NIGHT)
        answer = upload(sample.data, f"/cabinet/{code}/import")
        assert "Впишіть число, навіть якщо це 0." in answer.text


def test_the_workbook_to_fill_has_the_same_columns_and_is_taken_back(operator, upload):
    sample = operator.get("/cabinet/SL-0001/import/sample.xlsx").data
    head = operator.get("/cabinet/SL-0001/import/sample.csv").data.decode("utf-8-sig").split()[0]
    book = openpyxl.load_workbook(io.BytesIO(sample))
    assert [cell.value for cell in book.active[1]] == head.split(";")
    for column, number in enumerate((3, 6, 1), start=2):
        book.active.cell(2, column, number)
    book.active.delete_rows(3, 40)
    filled = io.BytesIO()
    book.save(filled)
    assert "Усі рядки гаразд" in upload(filled.getvalue()).text


def test_only_the_operator_of_the_house_may_import(visitor):
    assert visitor("porter").get("/cabinet/LV-0001/import").status_code == 404
    assert visitor("operator2").get(PAGE).status_code == 404
