"""Files as the contract wants them, made quickly, to the byte what plain writing makes."""

import csv
import io
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from anomaly.files import day_lines, outputs
from anomaly.result import DayRows, FacilityRows

FIGURES = st.one_of(
    st.floats(-1e6, 1e6, width=32),
    st.sampled_from([0.0, -0.0, 0.125, 2.675, -0.004, 0.0005, -0.0005, 1e-9, math.nan]),
)
CHANCES = st.one_of(
    st.floats(0, 1, width=32),
    st.floats(0, 2**-13, width=32),
    st.sampled_from([0.0, 1.0, 1e-4, 9.9999e-5, 0.1, 0.5, 0.000122070313, 1e-9, math.nan]),
)
FORMS = {
    "declared": "%.0f",
    "expected": "%.2f",
    "low": "%.0f",
    "high": "%.0f",
    "p_value": "%.5g",
    "low80": "%.0f",
    "high80": "%.0f",
    "low95": "%.0f",
    "high95": "%.0f",
    "hidden": "%.3f",
}


def table_of(names):
    blank = np.zeros(len(names))
    day = np.full(len(names), np.datetime64("NaT", "D"))
    return FacilityRows(
        np.array(names, dtype=np.str_), day, day, *(blank for _ in range(14)), ((),) * len(names)
    )


@st.composite
def day_rows(draw):
    count = draw(st.integers(0, 30))
    figures = {
        name: draw(
            arrays.arrays(np.float32, count, elements=CHANCES if name == "p_value" else FIGURES)
        )
        for name in FORMS
    }
    date = draw(arrays.arrays(np.int64, count, elements=st.integers(-40_000, 40_000)))
    date = date.astype("M8[D]")
    date[: count // 9] = np.datetime64("NaT")
    facility = draw(arrays.arrays(np.intp, count, elements=st.integers(0, 2)))
    flag = draw(arrays.arrays(np.bool_, count))
    return DayRows(facility, date, flag=flag, **figures)


def plain(rows, days):
    """The file as a plain program writes it: one cell after the other."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(outputs.DAY_COLUMNS)
    for at in range(len(days)):
        cells = {"facility_id": rows.facility_id[days.facility[at]], "flag": int(days.flag[at])}
        cells["date"] = "" if np.isnat(days.date[at]) else str(days.date[at])
        for name, form in FORMS.items():
            value = float(getattr(days, name)[at])
            text = "" if math.isnan(value) else form % value
            cells[name] = text.removeprefix("-") if text and float(text) == 0 else text
        writer.writerow([cells[name] for name in outputs.DAY_COLUMNS])
    return out.getvalue().encode()


@given(days=day_rows(), piece=st.sampled_from([7, day_lines.PIECE]))
@settings(max_examples=200, deadline=None)
def test_days_are_written_to_the_byte(tmp_path_factory, days, piece):
    path = tmp_path_factory.getbasetemp() / "days.csv"
    rows = table_of(["h1", "х 2", "=3"])
    assert day_lines.ready(rows, days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_lines, "PIECE", piece)
        outputs.write_days(path, rows, days)
    assert path.read_bytes() == plain(rows, days)


@given(days=day_rows())
@settings(max_examples=50, deadline=None)
def test_names_that_need_quotes_are_quoted(tmp_path_factory, days):
    path = tmp_path_factory.getbasetemp() / "quoted.csv"
    rows = table_of(['h"1', "х,2", "3\n"])
    assert not day_lines.ready(rows, days)
    outputs.write_days(path, rows, days)
    assert path.read_bytes() == plain(rows, days)


@pytest.mark.parametrize(
    "change",
    [
        {"expected": np.array([0.1])},
        {"high": np.array([np.inf], dtype="f4")},
        {"p_value": np.array([1.5], dtype="f4")},
        {"p_value": np.array([-0.5], dtype="f4")},
    ],
)
def test_other_figures_are_left_to_the_plain_writer(change):
    one = {name: np.zeros(1, dtype="f4") for name in FORMS}
    days = DayRows(np.zeros(1, dtype=int), np.array(["2026-01-01"], "M8[D]"), flag=[False], **one)
    assert day_lines.ready(table_of(["a"]), days)
    assert not day_lines.ready(table_of(["a"]), replace(days, **change))


def test_a_number_in_the_middle_is_written_as_printf_does():
    """These lie so near the middle of two numbers of five digits that a product decides wrongly."""
    values = np.random.default_rng(1).random(200_000).astype(np.float32)
    values[:1000] = (np.arange(1000) + 0.5) / 2**16  # exactly in the middle, for some digits
    assert day_lines.chances(values).to_pylist() == [f"{value:.5g}" for value in values.tolist()]


def test_nothing_is_left_when_writing_fails(tmp_path):
    def rows():
        yield ["1"]
        raise OSError("disk full")

    outputs.write_rows(tmp_path / "a.csv", ["x"], [["1"]])
    with pytest.raises(OSError, match="disk full"):
        outputs.write_rows(tmp_path / "a.csv", ["x"], rows())
    assert (tmp_path / "a.csv").read_text() == "x\n1\n"
