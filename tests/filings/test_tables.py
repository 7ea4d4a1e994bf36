"""Tables as people bring them: every dialect is read, everything broken or hostile is refused."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.attachments.rules import limits
from occupancy.errors import Refusal
from occupancy.filings.schemas import tables
from tests.filings.books import SHEET, book, packed

HEAD = "facility_id,date,rooms_occupied,guests_domestic,guests_inbound,exempt_MINOR,reason"
LINE = "SL-0001,2026-11-23,3,6,1,1,гості з дітьми"
CELLS = {
    "facility_id": "SL-0001",
    "date": "2026-11-23",
    "rooms_occupied": "3",
    "guests_domestic": "6",
    "guests_inbound": "1",
    "exempt_MINOR": "1",
    "reason": "гості з дітьми",
}


def refused(data, **options):
    with pytest.raises(Refusal) as caught:
        tables.read(data, **options)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}\n{LINE}\n".encode(),
        f"{HEAD}\r\n{LINE}\r\n".encode("utf-8-sig"),
        f"{HEAD}\n{LINE}".replace(",", ";").encode("cp1251"),
        f"{HEAD}\n{LINE}".replace(",", "\t").encode("utf-16"),
        f"{HEAD.upper()}\n{LINE}".encode(),
        f'{HEAD}\n"SL-0001",2026-11-23,3,6,1,1,"гості з дітьми"'.encode(),
        book([HEAD.split(","), ["SL-0001", "2026-11-23", 3, 6.0, 1, 1, "гості з дітьми"]]),
    ],
    ids=["utf-8", "utf-8-sig", "cp1251 ;", "utf-16 tab", "capitals", "quotes", "xlsx"],
)
def test_every_dialect_says_the_same(data):
    (row,) = tables.read(data).rows
    assert row == tables.Row(2, CELLS)


def test_blank_lines_are_passed_over_and_lines_keep_their_numbers():
    data = f"{HEAD}\n\n,,,,,,\n{LINE}\n".encode()
    assert [row.line for row in tables.read(data).rows] == [4]


def test_a_day_cell_of_a_workbook_is_a_day():
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    head = "".join(
        f'<c r="{"ABCD"[at]}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for at, name in enumerate(tables.OWN_NIGHTS.needed)
    )
    row = '<c r="A2" s="1"><v>46349</v></c><c r="B2"><v>3</v></c><c r="C2"><v>6</v></c>'
    sheet = SHEET.format(rows=f'<row r="1">{head}</row><row r="2">{row}</row>')
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/styles" Target="styles.xml"/></Relationships>'
    )
    data = _replaced(packed(sheet, {"xl/styles.xml": styles}), "xl/_rels/workbook.xml.rels", rels)
    (row_read,) = tables.read(data, columns=tables.OWN_NIGHTS).rows
    assert row_read.cells["date"] == "2026-11-23"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n ", "file_empty"),
        (HEAD.encode(), "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "columns_missing"),
        (b"PK\x03\x04 not a zip", "file_unreadable"),
        (b"a,b\n\x00\x00", "columns_missing"),
        (f'{HEAD}\n"SL-0001,2026'.encode(), "file_unreadable"),
        (b"date,rooms_occupied\n2026-11-23,3", "columns_missing"),
        (f"{HEAD},date\n{LINE},x".encode(), "column_twice"),
        (f"{HEAD},guest_name\n{LINE},x".encode(), "column_unknown"),
        (packed("<not xml"), "file_unreadable"),
        (packed(SHEET.format(rows="")), "file_empty"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(data, code):
    assert refused(data).code == f"import.{code}"


def test_missing_columns_are_named():
    facts = refused(b"facility_id,date,rooms_occupied\nx,2026-11-23,3").facts
    assert facts == {"columns": "guests_domestic, guests_inbound"}


def test_a_file_of_one_house_need_not_name_it():
    data = "\n".join(part.split(",", 1)[1] for part in (HEAD, LINE)).encode()
    assert refused(data).code == "import.columns_missing"
    assert len(tables.read(data, columns=tables.OWN_NIGHTS).rows) == 1


def test_a_file_above_the_limit_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(limits, "TABLE_BYTES", 10)
    assert refused(f"{HEAD}\n{LINE}".encode()).code == "import.file_too_large"


def test_too_many_lines_are_refused():
    data = "\n".join([HEAD, *[LINE] * 3]).encode()
    assert len(tables.read(data + b"\n\n", most_rows=3).rows) == 3
    assert refused(data, most_rows=2).code == "import.too_many_rows"


def test_blank_lines_behind_a_table_are_passed_over_but_not_without_end():
    data = f"{HEAD}\n{LINE}\n".encode()
    assert len(tables.read(data + b",,\n" * 900, most_rows=200).rows) == 1
    assert refused(data + b"\n" * 1000, most_rows=200).code == "import.too_many_rows"


def test_a_line_without_end_is_refused_by_its_number():
    refusal = refused(f"{HEAD}\n{LINE}{',' * limits.TABLE_LINE}".encode())
    assert (refusal.code, refusal.facts["line"]) == ("import.line_too_long", 2)


BOMBS = {
    "unpacks to very much": packed("<a>" + " " * (limits.BOOK_UNPACKED + 1)),
    "a far corner": packed(
        SHEET.format(rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    "one text very often": packed(
        SHEET.format(rows='<row r="1">' + '<c r="A1" t="s"><v>0</v></c>' * 2000 + "</row>"),
        {"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>"},
    ),
    "very many parts": packed(SHEET.format(rows=""), {f"x/{n}": b"" for n in range(300)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(name):
    assert len(BOMBS[name]) < 400_000
    assert refused(BOMBS[name]).code == "import.file_too_large"


def test_a_part_that_lies_about_its_size_is_refused():
    good = bytearray(book([HEAD.split(",")]))
    at = good.rindex(b"xl/worksheets/sheet1.xml") - 22  # its uncompressed size, in the directory
    good[at : at + 4] = (5).to_bytes(4, "little")
    assert refused(bytes(good)).code == "import.file_unreadable"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(data):
    for start in (b"", b"PK\x03\x04", HEAD.encode() + b"\n"):
        with contextlib.suppress(Refusal):
            assert tables.read(start + data).rows


def _replaced(data: bytes, name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return kept.getvalue()
