"""The printer is closed to the world (threat 14)."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from occupancy.printing import Source, print_pdf

MADE = datetime(2026, 11, 21, tzinfo=UTC)
CANARY = "http://127.0.0.1:9/canary"


@pytest.mark.parametrize(
    ("html", "sheet"),
    [
        (f'<img src="{CANARY}">', ""),
        ('<img src="file:///etc/passwd">', ""),
        ('<img src="../../../etc/passwd">', ""),
        (f'<link rel="stylesheet" href="{CANARY}">', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ('<a rel="attachment" href="file:///etc/passwd">x</a>', ""),
        (f'<object data="{CANARY}"></object>', ""),
        (f'<embed src="{CANARY}">', ""),
        (f'<svg><image href="{CANARY}"/></svg>', ""),
        (f'<svg><use href="{CANARY}#a"/></svg>', ""),
        ("<style>@import url(file:///etc/passwd);</style>", ""),
        (f'<p style="background: url({CANARY})">x</p>', ""),
        ("<p>x</p>", f"@import url({CANARY});"),
        ("<p>x</p>", f"p {{ background: url({CANARY}) }}"),
        ("<p>x</p>", f'@font-face {{ font-family: E; src: url({CANARY}) }} p {{ font-family: E }}'),
        ('<base href="file:///etc/"><img src="passwd">', ""),
    ],
)  # fmt: skip
def test_the_printer_loads_nothing_but_our_own_files(html, sheet):
    # Either the printing stops, or the thing that would have been loaded is not in the paper.
    try:
        pdf = print_pdf(html, sheet, Source("source.json", "джерело", b"{}"), MADE)
    except FatalURLFetchingError:
        return
    assert b"root:" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert list(file.attachments) == ["source.json"]
        for each in file.objects:
            if isinstance(each, pikepdf.Stream):
                assert b"root:" not in each.read_bytes()
