"""The strip of one night on the screen."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from occupancy.web.charts import strip
from tests.web.test_charts import bands, check, maybe

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


@given(strips)
def test_any_night_makes_a_sound_strip(night: strip.Strip) -> None:
    check(strip.draw(night, strip.Words("0", "9", "11", "9–14", "18"), title="x"))


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
