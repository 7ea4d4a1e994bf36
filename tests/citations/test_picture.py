"""What the eye sees on the paper is what the snapshot says."""

from __future__ import annotations

import pytest
import zxingcpp

from occupancy.citations.document import pdf_of
from tests.citations.reading import Blank, Paper, read

DIGITS = "0123456789"
CAPITALS = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
SMALL = CAPITALS.lower() + "’"


@pytest.fixture
def paper(snapshot):
    """Give a way to print a changed sample and open it; it is closed after the test."""
    opened = []

    def make(**changed):
        opened.append(Paper(pdf_of(snapshot(**changed))))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.mark.parametrize("number", ["СЛ-2026-000137", "ЛВ-2027-123456", "ТР-2026-907890"])
def test_the_number_is_drawn_as_it_is(paper, number):
    seen = paper(number=number).glyphs(f"№ {number}")
    assert read(seen, DIGITS + CAPITALS + "-№", bold=True) == f"№{number}"


@pytest.mark.parametrize(("rooms", "guests"), [(11, 23), (90, 187), (65, 46), (132, 84)])
def test_the_counts_and_their_differences_are_drawn_as_they_are(paper, rooms, guests):
    sheet = paper(seen__rooms=rooms, seen__guests=guests, seal__rooms_total=150, seal__places=300)
    for number in (rooms, guests):
        assert f"0 {number} +{number}" in sheet.text
        assert read(sheet.glyphs(f"+{number}"), DIGITS + "+−", bold=False) == f"+{number}"
    # Beside the diamond the count stands once more, in bold.
    seen = sheet.glyphs(f"побачено {guests}")
    assert read(seen, SMALL + DIGITS, bold=True) == f"побачено{guests}"


def test_a_smaller_count_has_a_minus(paper):
    sheet = paper(seal__rooms=14, seal__guests=30)
    assert read(sheet.glyphs("−3"), DIGITS + "+−", bold=False) == "−3"
    assert read(sheet.glyphs("−7"), DIGITS + "+−", bold=False) == "−7"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("operator__name", "ФОП Ґалаґан Їжакевич Щедрослава"),
        ("facility__name", "Садиба «Об’їжджений ґанок»"),
        ("received__name", "Дем’янчук Єлизавета Юхимівна"),
    ],
)
def test_names_are_drawn_as_they_are(paper, field, name):
    sheet = paper(**{field: name})
    letters = CAPITALS + SMALL + "«»"
    assert read(sheet.glyphs(name), letters, bold=False) == name.replace(" ", "")


def test_a_blank_in_place_of_a_letter_is_noticed(paper, monkeypatch):
    sheet = paper()
    white = sheet.picture().point(lambda _: 255)
    monkeypatch.setattr(sheet, "picture", lambda page: white)
    with pytest.raises(Blank):
        sheet.glyphs("№ СЛ-2026-000137")


def test_another_digit_is_noticed(paper):
    seen = paper(number="СЛ-2026-000187").glyphs("СЛ-2026-000187")
    assert read(seen, DIGITS + "СЛ-", bold=True) != "СЛ-2026-000137"


def test_the_code_of_the_picture_leads_to_the_check_page(paper):
    found = zxingcpp.read_barcodes(paper().picture(scale=2))
    assert [each.text for each in found] == ["https://nichlih.example/c/3K7Q2M9XV0BT5RZ8WDHC4NPE6A"]


def test_the_diamond_stands_where_the_count_says(paper):
    """On a strip of 640 units for 42 guests from unit 6 to 560, over the width between margins."""
    sheet = paper(later=[], expected=None)
    page, scale = sheet.pages[0], 4
    picture = sheet.picture(scale=scale)
    left, right = 20 / 25.4 * 72, page.get_width() - 15 / 25.4 * 72
    unit = (right - left) / 640
    word = sheet.texts[0].search("побачено 23").get_next()
    assert word is not None
    line = page.get_height() - sheet.texts[0].get_charbox(word[0])[1] + 25 * unit

    def is_black(x: float) -> bool:
        return picture.getpixel((round(x * scale), round(line * scale))) < 64

    middle = left + (6 + 554 * 23 / 42) * unit
    assert is_black(middle)
    assert not is_black(middle - 14 * unit)
    assert not is_black(middle + 14 * unit)
