"""The list of signals and its file."""

import csv
import io
import re

import openpyxl

from occupancy.web.formats import rough, span
from tests.scans.region import LVIV, SLAVSKE


def rows_of(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_signals_stand_in_the_order_of_expected_hidden_nights(visitor, region):
    page = visitor("agency").get("/agency/").text
    found = [int(number) for number in re.findall(r'href="/agency/flags/(\d+)"', page)]
    assert set(found) >= {region.lviv_flag, region.slavske_flag}
    expected = [float(row["Очікувана розбіжність, ночівель"]) for row in file_of(visitor)]
    assert expected == sorted(expected, reverse=True)
    assert [int(row["Сигнал"]) for row in file_of(visitor)] == found


def file_of(visitor, query=""):
    return rows_of(visitor("agency").get(f"/agency/flags.csv{query}"))


def test_a_line_says_how_much_with_its_interval_why_and_since_when(visitor):
    page = visitor("agency").get("/agency/?community=" + LVIV).text
    assert "чекає рішення 3 дні" in page
    assert "Поодинокі порожні ночі" in page
    assert "менше ніж 1 з 1000" in page
    row = file_of(visitor, "?community=" + LVIV)[0]
    low, high = row["від (90 %)"], row["до (90 %)"]
    assert span(rough(int(low)), rough(int(high)), language="uk") in page
    assert int(low) <= int(row["Очікувана розбіжність, ночівель"]) <= int(high)


def test_the_list_can_be_narrowed_and_an_empty_one_says_so(visitor, region):
    browser = visitor("agency")
    page = browser.get("/agency/?community=" + SLAVSKE).text
    assert f"/agency/flags/{region.slavske_flag}" in page
    assert f"/agency/flags/{region.lviv_flag}" not in page
    assert "Сигналів за фільтром немає" in browser.get("/agency/?state=visit").text
    assert browser.get("/agency/?state=whatever").status_code == 200


def test_the_file_is_for_spreadsheets_and_holds_no_formula(visitor):
    answer = visitor("agency").get("/agency/flags.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sygnaly-2026-11-22.csv"'
    assert b";" in answer.data
    assert b"\r\n" in answer.data
    for row in rows_of(answer):
        assert re.fullmatch(r"\d,\d{4}", row["q-значення"])


def test_the_workbook_says_the_same_as_the_file(visitor):
    browser = visitor("agency")
    answer = browser.get("/agency/flags.xlsx")
    assert answer.headers["Content-Disposition"].endswith('"sygnaly-2026-11-22.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    told = rows_of(browser.get("/agency/flags.csv"))
    assert head == list(told[0])
    assert [str(line[1]) for line in lines] == [row["Сигнал"] for row in told]


def test_a_closed_signal_stands_under_the_closed_ones_with_its_reason(visitor, region):
    from tests.support.apps import post_form

    browser = visitor("agency")
    path = f"/agency/flags/{region.lviv_flag}/close"
    post_form(browser, path, {"note": "Заклад показав акт про ремонт."})
    page = browser.get("/agency/closed").text
    assert "закрито з поясненням" in page
    assert "Заклад показав акт про ремонт." in page
    assert f'href="/agency/flags/{region.lviv_flag}"' not in browser.get("/agency/").text


def test_before_the_first_scan_the_list_says_what_comes_next(room, world, sign_in):
    browser = sign_in(room.test_client(), "agency")
    assert "Сигнали з’являться після першого нічного прогону." in browser.get("/agency/").text
    assert "Нічний прогін запускає" in browser.get("/agency/runs").text
    assert browser.get("/agency/facilities").status_code == 200
    assert browser.get("/agency/facilities/LV-0001").status_code == 200
