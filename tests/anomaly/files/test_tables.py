"""Two readers, one outcome: what the quick one takes, the careful one takes just so."""

from pathlib import Path

import numpy as np
import pyarrow as arrow
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from anomaly import BadInput
from anomaly.files import inputs, look_through, tables
from anomaly.files.tables import LONGEST_CELL, Column, careful, quick, read_table

HEADER = "facility_id,date,rooms_occupied,guests,arrivals"
FACILITIES = (
    "facility_id,community,category,stars,rooms,beds,lat,lon,opened,closed\n"
    "h1,c,hotel,3,10,20,49.8,24.0,,\nх2,громада,готель,,,,,,2026-01-01,\n 3,,,,,,,,,\n"
)

CELLS = st.sampled_from(
    [
        *("h1", "h1 ", " х2", "3", "", " ", "h\ufeff1", "\u2028", "\x0b1", "\x00"),
        *("2026-01-01", "2026-01-02 ", "2026-01-03 00:00:00", "2026-1-1", "2026-02-30"),
        *("31.02.2026", "٢٠٢٦-01-01", "0000-01-01", "12", "12.0", " 12", "7\u00a0", "1e1", "+3"),
        *("-1", "0x1F", "nan", "NaN", "NA", "null", "inf", "1_0", "١٢", "1e20", "9.5"),
        *('"4"', '"4', '4"5', '"1,2"', '""', "1,2", "0" * 199 + "5", "0" * 200 + "5"),
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=5).map(",".join), max_size=8)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n \n"])
HEADERS = st.sampled_from(
    [
        HEADER,
        HEADER,
        HEADER,
        HEADER + ",exempt",
        f"note, {HEADER} ",
        HEADER + ",guests",
        "\n" + HEADER,
    ]
)


@st.composite
def files(draw):
    """Files that are nearly right: good cells with some of every kind of bad ones among them."""
    end = draw(ENDS)
    rows = draw(ROWS)
    good = [f"h1,2026-03-{day:02d},5,{9 + day},4" for day in range(1, draw(st.integers(1, 9)))]
    text = end.join([draw(HEADERS), *draw(st.permutations([*good, *rows]))])
    text += draw(st.sampled_from(["", end, end + end]))
    raw = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"])))
    return raw.replace(b"h1", draw(st.sampled_from([b"h1", b"h1", b"h\xff", b"\xd1\x85\xd1"])), 1)


def outcome(read):
    try:
        return read()
    except BadInput as refused:
        return refused.code, refused.facts


def plainly(table):
    if not isinstance(table, tables.Table):
        return table
    cells = {
        name: [column.texts[at] for at in column.which] for name, column in table.columns.items()
    }
    return cells, list(table.lines)


def carefully(read):
    """What is read when the quick reader takes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "quick", lambda *given: None)
        return outcome(read)


@given(raw=files(), piece=st.sampled_from([1, 2, 3, 64, 1 << 22]))
@example(raw=HEADER.encode() + b"\nh1,2026-01-01,1,2,3", piece=1)
@example(raw=HEADER.encode() + b"\r\nh1,2026-01-01,1,2,3\r\n", piece=1)
@settings(max_examples=300, deadline=None)
def test_both_readers_come_to_the_same(tmp_path_factory, raw, piece):
    path = tmp_path_factory.getbasetemp() / "either.csv"
    path.write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look_through, "PIECE", piece)
        read = lambda: read_table(path, inputs.FILINGS, ["exempt"])  # noqa: E731
        assert plainly(outcome(read)) == plainly(carefully(read))


@given(raw=files())
@settings(max_examples=150, deadline=None)
def test_both_ways_lead_to_the_same_panel(tmp_path_factory, raw):
    folder = tmp_path_factory.getbasetemp()
    (folder / "places.csv").write_text(FACILITIES, encoding="utf-8")
    (folder / "nights.csv").write_bytes(raw)
    read = lambda: inputs.read_panel(folder / "places.csv", folder / "nights.csv")  # noqa: E731
    one, other = outcome(read), carefully(read)
    if isinstance(one, tuple):
        assert one == other
        assert {"file", "line", "mend"} <= set(one[1])
        return
    np.testing.assert_array_equal(one.dates, other.dates)
    for name in ("guests", "rooms_occupied", "arrivals"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    "more", ["", "\r\n", "h1,2026-01-02,5, 9 ,4.0\n", "х2,2026-01-02,,9,\n"], ids=repr
)
def test_the_quick_reader_takes_ordinary_files(tmp_path, more):
    path = tmp_path / "f.csv"
    path.write_text(f"{HEADER}\nh1,2026-01-01,5,9,4\n{more}".replace("\r\n", ""), encoding="utf-8")
    look = look_through.look_through(path)
    assert plainly(quick(path, look, inputs.FILINGS, ())) == plainly(
        careful(path, inputs.FILINGS, ())
    )


def test_windows_lines_are_quick_too(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(f"{HEADER}\r\nh1,2026-01-01,5,9,4\r\n".encode("utf-8-sig"))
    table = quick(path, look_through.look_through(path), inputs.FILINGS, ())
    assert table.columns["arrivals"].texts == ["4"]


def test_a_long_file_is_read_in_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", 1 << 12)
    path = tmp_path / "f.csv"
    rows = [f"h{at % 7},2026-01-01,{at % 11},{at},{at // 2}" for at in range(3000)]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    look = look_through.look_through(path)
    read = quick(path, look, inputs.FILINGS, ())
    assert plainly(read) == plainly(careful(path, inputs.FILINGS, ()))
    assert len(read.columns["facility_id"].texts) == 7


def test_texts_that_differ_in_blanks_only_are_one():
    column = Column.of([" a", "b", "a "], np.array([0, 1, 2, 0], dtype="i4"))
    assert column.texts == ["a", "b"]
    assert column.which.tolist() == [0, 1, 0, 0]


def as_parquet(path: Path, **columns):
    parquet.write_table(arrow.table(columns), path)
    return path


def test_parquet_cells_are_read_as_their_text(tmp_path):
    days = np.array(["2026-01-01", "NaT"], dtype="M8[D]")
    path = as_parquet(
        tmp_path / "f.parquet",
        facility_id=[7, 8],
        date=arrow.array(days),
        rooms_occupied=arrow.array([None, 2], arrow.int8()),
        guests=[1.0, 2.5],
        arrivals=["", " 3"],
    )
    cells, lines = plainly(read_table(path, inputs.FILINGS))
    assert cells == {
        "facility_id": ["7", "8"],
        "date": ["2026-01-01", ""],
        "rooms_occupied": ["", "2"],
        "guests": ["1.0", "2.5"],
        "arrivals": ["", "3"],
    }
    assert lines == [1, 2]


def test_a_parquet_file_without_rows_is_an_empty_table(tmp_path):
    empty = dict.fromkeys(inputs.FILINGS, arrow.array([], arrow.string()))
    assert len(read_table(as_parquet(tmp_path / "f.pq", **empty), inputs.FILINGS)) == 0


@pytest.mark.parametrize("raw", [b"", b"PAR1 is how it begins"])
def test_what_only_says_it_is_parquet_is_refused(tmp_path, raw):
    path = tmp_path / "f.parquet"
    path.write_bytes(raw)
    with pytest.raises(BadInput) as refused:
        read_table(path, inputs.FILINGS)
    assert refused.value.code == "file.parquet"
    assert refused.value.facts["mend"] == "write the file again"


def test_a_long_cell_is_named_in_the_first_row_that_has_it(tmp_path):
    path = tmp_path / "f.csv"
    long = "h" * (LONGEST_CELL + 1)
    path.write_text(f"{HEADER}\nh1,2026-01-01,5,9,4\n\n{long},2026-01-01,5,9,4\n")
    with pytest.raises(BadInput) as refused:
        read_table(path, inputs.FILINGS)
    assert (refused.value.code, refused.value.facts["line"]) == ("file.cell_too_long", 4)
