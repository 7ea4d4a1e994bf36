"""Charts: whatever the numbers are, the picture is well-formed, inside its frame, and says so."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.web.charts import declared_band, house, peers, scale, small
from occupancy.web.charts.labels import CHARACTER, Label, spread

SVG = "{http://www.w3.org/2000/svg}"
START = date(2026, 11, 1)

rooms = st.integers(min_value=0, max_value=400)
maybe = st.none() | rooms
amounts = st.floats(min_value=0, max_value=400, allow_nan=False)
bands = st.tuples(amounts, amounts).map(lambda pair: (min(pair), max(pair)))
nights = st.builds(
    declared_band.Night,
    night=st.integers(0, 400).map(lambda days: START + timedelta(days=days)),
    weekday=st.sampled_from(["пн", "сб", "Sat", "<&>"]),
    declared=maybe,
    band80=st.none() | bands,
    band95=st.none() | bands,
    likely=st.none() | amounts,
    counted=maybe,
    later=maybe,
    before=maybe,
    with_gap=st.none() | amounts,
    closed=st.booleans(),
    question=st.booleans(),
)


def numbers_of(element: ET.Element) -> list[tuple[float, float]]:
    """Return every point that an element of a chart names, paths with relative moves included."""
    get = element.get
    tag = element.tag.removeprefix(SVG)
    if tag == "rect":
        x, y = float(get("x", 0)), float(get("y", 0))
        return [(x, y), (x + float(get("width", 0)), y + float(get("height", 0)))]
    if tag == "line":
        return [
            (float(get("x1", 0)), float(get("y1", 0))),
            (float(get("x2", 0)), float(get("y2", 0))),
        ]
    if tag == "circle":
        x, y, r = float(get("cx", 0)), float(get("cy", 0)), float(get("r", 0))
        return [(x - r, y - r), (x + r, y + r)]
    if tag == "text":
        return [(float(get("x", 0)), float(get("y", 0)))]
    if tag == "path":
        absolute = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", get("d", ""))
        return [(float(x), float(y)) for x, y in absolute]
    return []


def check(svg: str) -> ET.Element:
    """Read a picture; fail when it is not XML, leaves its frame or carries a style."""
    root = ET.fromstring(svg)
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    for element in root.iter():
        assert element.get("style") is None
        for x, y in numbers_of(element):
            assert -0.5 <= x <= width + 0.5, ET.tostring(element)
            assert -0.5 <= y <= height + 0.5, ET.tostring(element)
    return root


@given(st.lists(nights, min_size=1, max_size=31), st.integers(0, 400))
def test_any_nights_make_a_sound_picture(drawn: list[declared_band.Night], capacity: int) -> None:
    for width in (declared_band.WIDE, declared_band.NARROW):
        root = check(declared_band.draw(drawn, capacity, title="Ночі <&>", width=width))
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == "Ночі <&>"


@given(st.lists(nights, min_size=1, max_size=31))
def test_the_table_has_a_row_for_each_night(drawn: list[declared_band.Night]) -> None:
    rows = declared_band.rows(drawn, "uk")
    assert [row.night for row in rows] == [each.night for each in drawn]
    for row, each in zip(rows, drawn, strict=True):
        assert row.state == each.state
        assert (row.band80 == "") == (not each.has_band)


def test_the_table_tells_the_same_numbers_as_the_picture() -> None:
    night = declared_band.Night(
        START, "нд", 4, (13.0, 21.25), (10, 23), 17.5, counted=11, later=9, before=3
    )
    (row,) = declared_band.rows([night], "uk")
    assert (row.declared, row.likely, row.band80, row.band95) == ("4", "17,5", "13–21,2", "10–23")
    assert (row.counted, row.later, row.before) == ("11", "9", "3")


@pytest.mark.parametrize("count", [0, 32])
def test_a_chart_holds_at_most_31_nights(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 31"):
        declared_band.draw([declared_band.Night(START, "нд", 1)] * count, 24, title="x")


def marks(night: declared_band.Night) -> list[str]:
    """Return the classes that one night draws."""
    root = check(declared_band.draw([night], 24, title="x"))
    return [name for each in root.iter() if (name := each.get("class"))]


def test_an_empty_night_that_was_filed_is_a_foot_and_a_missing_one_a_cross() -> None:
    filed = declared_band.Night(START, "нд", 0)
    assert filed.state == "zero"
    root = check(declared_band.draw([filed], 24, title="x"))
    bar = next(each for each in root.iter() if each.get("class") == "c-declared")
    assert float(bar.get("height", 0)) == 3
    assert "c-miss" not in marks(filed)
    missing = declared_band.Night(START, "нд", None)
    assert missing.state == "missing"
    assert "c-miss" in marks(missing)
    assert "c-declared" not in marks(missing)


def test_the_rod_leads_from_what_was_declared_to_where_the_expected_gap_would() -> None:
    night = declared_band.Night(START, "нд", 4, with_gap=16.5)
    root = check(declared_band.draw([night], 24, title="x"))
    rod = next(each for each in root.iter() if each.get("class") == "c-gap").get("d", "")
    bar = next(each for each in root.iter() if each.get("class") == "c-declared")
    foot, top = (float(part) for part in re.findall(r"^M\S+ (\S+?)V([\d.]+)", rod)[0])
    assert foot == pytest.approx(float(bar.get("y", 0)), abs=0.1)
    assert (foot - top) / float(bar.get("height", 0)) == pytest.approx(12.5 / 4, abs=0.01)
    (row,) = declared_band.rows([night], "uk")
    assert row.gap == "12,5"


@pytest.mark.parametrize(("declared", "with_gap"), [(4, 4.4), (4, None), (None, 9.0), (4, 3.0)])
def test_no_rod_without_a_gap(declared: int | None, with_gap: float | None) -> None:
    assert "c-gap" not in marks(declared_band.Night(START, "нд", declared, with_gap=with_gap))


def test_a_closed_night_interrupts_the_band_and_says_so() -> None:
    open_night = declared_band.Night(START, "нд", 5, (3, 9), (1, 12), 6)
    shut = declared_band.Night(START, "пн", None, (3, 9), (1, 12), 6, closed=True)
    svg = declared_band.draw([open_night, shut, open_night], 24, title="x", closed="зч")
    root = check(svg)
    band = next(each for each in root.iter() if each.get("class") == "c-b80")
    assert band.get("d", "").count("M") == 2
    assert "зч" in [each.text for each in root.iter(f"{SVG}text")]


def test_what_was_seen_lies_on_top_of_everything() -> None:
    night = declared_band.Night(START, "нд", 5, counted=11, later=9, before=2, question=True)
    assert marks(night)[-2:] == ["c-counted", "t-counted"]
    assert {"c-hi", "c-ask", "c-later", "c-fix", "c-cap"} <= set(marks(night))


@given(st.integers(1, 300), st.integers(0, 300), st.text(max_size=8))
def test_the_house_lights_as_many_windows_as_are_filed(count: int, lit: int, seed: str) -> None:
    root = check(house.draw(count, lit, seed=seed))
    names = [each.get("class") for each in root.iter(f"{SVG}rect")]
    assert names.count("c-lit") == min(lit, count)
    assert len(names) == count
    assert root.get("aria-hidden") == "true"


def test_the_house_does_not_flicker_and_one_more_guest_lights_one_more_window() -> None:
    def lit(number: int) -> set[str]:
        root = ET.fromstring(house.draw(24, number, seed="H1"))
        return {
            f"{each.get('x')},{each.get('y')}"
            for each in root.iter(f"{SVG}rect")
            if each.get("class") == "c-lit"
        }

    assert lit(9) == lit(9)
    assert len(lit(10) - lit(9)) == 1
    assert lit(9) < lit(10)


def test_a_house_beyond_drawing_keeps_its_share_of_light() -> None:
    root = ET.fromstring(house.draw(4000, 1000))
    names = [each.get("class") for each in root.iter(f"{SVG}rect")]
    assert (len(names), names.count("c-lit")) == (2000, 500)


shares = st.floats(min_value=0, max_value=1, allow_nan=False)


@given(st.lists(shares, max_size=60), st.none() | shares)
def test_every_peer_is_a_dot_and_this_facility_a_bar(found: list[float], own: float | None) -> None:
    drawn = peers.Peers(tuple(found), 0.4, 0.7, own)
    root = check(peers.draw(drawn, title="x", own_label="17 %"))
    names = [each.get("class") for each in root.iter()]
    assert names.count("c-peer") == len(found)
    assert names.count("c-declared") == (own is not None)
    rows = peers.rows(drawn)
    assert len(rows) == len(found) + (own is not None)
    assert [row.share for row in rows] == sorted((row.share for row in rows), reverse=True)


@given(amounts, amounts, amounts, amounts)
def test_small_charts_stay_in_their_cell(a: float, b: float, c: float, top: float) -> None:
    check(small.bar(a, top))
    check(small.estimate(b, min(a, c), max(a, c), top, title="x"))
    check(small.sparkline([a, None, b, c], top))


@given(st.floats(min_value=1, max_value=1e6))
def test_an_axis_has_few_round_marks_from_zero(top: float) -> None:
    marks = scale.ticks(top)
    assert marks[0] == 0
    assert marks[-1] <= top
    assert len(marks) <= 7
    assert str(scale.step(top)).strip("0") in {"1", "2", "5"}


@given(st.lists(st.floats(0, 300), max_size=4))
def test_labels_on_one_line_do_not_touch(places: list[float]) -> None:
    placed = spread([Label(x, "12345") for x in places], 0, 312)
    assert all(each.half - 0.01 <= each.x <= 312 - each.half + 0.01 for each in placed)
    for left, right in pairwise(placed):
        assert right.x - left.x >= 5 * CHARACTER
