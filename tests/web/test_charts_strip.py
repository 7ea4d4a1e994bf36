"""The strip of one night: on screen by classes, on paper by black ink and hatches."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from occupancy.web.charts import strip
from tests.web.test_charts import SVG, bands, check, maybe

strips = st.builds(
    strip.Strip,
    capacity=st.integers(0, 400),
    declared=maybe,
    counted=maybe,
    later=maybe,
    band80=st.none() | bands,
    band95=st.none() | bands,
)
NIGHT = strip.Strip(18, declared=0, counted=11, later=9, band80=(9, 14), band95=(7, 16))
WORDS = strip.Words("заявлено 0", "пізніше 9", "побачено 11", "очікувано 9–14", "18 номерів")


@given(strips)
def test_any_night_makes_a_sound_strip_on_screen_and_on_paper(night: strip.Strip) -> None:
    check(strip.draw(night, strip.Words("0", "9", "11", "9–14", "18"), title="x"))
    check(strip.draw_for_print(night, WORDS, title="x"))


def test_paper_has_neither_classes_nor_colours() -> None:
    root = ET.fromstring(strip.draw_for_print(NIGHT, WORDS, title="x"))
    inks = set()
    for element in root.iter():
        assert element.get("class") is None
        inks |= {element.get("fill"), element.get("stroke")} - {None, "none"}
    for ink in inks:
        assert ink is not None
        assert ink[1:3] == ink[3:5] == ink[5:7], "greys print alike on every printer"


def test_paper_says_every_number_in_words() -> None:
    root = ET.fromstring(strip.draw_for_print(NIGHT, WORDS, title="x"))
    said = [each.text for each in root.iter(f"{SVG}text")]
    assert said == ["заявлено 0", "пізніше 9", "побачено 11", "0", "очікувано 9–14", "18 номерів"]


def test_nothing_filed_draws_no_declared_bar() -> None:
    nothing = strip.Strip(18, declared=None, counted=11)
    root = ET.fromstring(strip.draw(nothing, strip.Words(), title="x"))
    names = [each.get("class") for each in root.iter()]
    assert "c-declared" not in names
    assert "c-counted" in names


def test_a_declared_zero_is_still_seen() -> None:
    root = ET.fromstring(strip.draw(NIGHT, strip.Words(), title="x"))
    bar = next(each for each in root.iter() if each.get("class") == "c-declared")
    assert float(bar.get("width", 0)) >= 4


def test_guests_beyond_the_rooms_stay_on_the_line() -> None:
    full = strip.Strip(10, declared=12, counted=14)
    assert full.share(14) == 1
    assert full.share(7) == 0.5
