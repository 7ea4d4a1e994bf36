"""The printer is closed to the world (threat 14)."""

import contextlib
import io
import socket
import threading
from datetime import UTC, datetime

import pikepdf
import pytest
from weasyprint import HTML
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


class Listener:
    """A port that notes whoever comes and answers nothing."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}/canary"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                comer, _ = self._door.accept()
                with comer:
                    comer.settimeout(2)
                    self.heard.append(comer.recv(200))

    def close(self) -> None:
        """Shut the door."""
        self._door.close()


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


#: Every way by which a page asks for something; {a} is where it would be.
WAYS = (
    '<img src="{a}">',
    '<img srcset="{a} 2x">',
    '<svg><image href="{a}"/></svg>',
    '<svg><use href="{a}#x"/></svg>',
    '<style>@import "{a}";</style>',
    "<style>@font-face {{ font-family: E; src: url({a}) }} p {{ font-family: E }}</style><p>x</p>",
    '<p style="background: url({a})">x</p>',
    '<ul style="list-style-image: url({a})"><li>x</li></ul>',
    '<p style="content: url({a})">x</p>',
    '<link rel="stylesheet" href="{a}">',
    '<link rel="attachment" href="{a}">',
    '<a rel="attachment" href="{a}">x</a>',
    '<object data="{a}"></object>',
    '<embed src="{a}">',
    '<iframe src="{a}"></iframe>',
    '<base href="{a}/"><img src="x.png">',
)


@pytest.mark.parametrize("way", WAYS)
def test_threat_14_no_request_leaves_and_no_file_of_the_machine_comes_in(way, listener, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("kept-in-the-server")
    for address in (listener.address, secret.as_uri(), str(secret)):
        with contextlib.suppress(FatalURLFetchingError):
            pdf = print_pdf(way.format(a=address), "", Source("s.json", "джерело", b"{}"), MADE)
            with pikepdf.open(io.BytesIO(pdf)) as file:
                assert list(file.attachments) == ["s.json"]
                for each in file.objects:
                    if isinstance(each, pikepdf.Stream):
                        assert b"kept-in-the-server" not in each.read_bytes()
    assert listener.heard == []


def test_the_listener_would_hear_a_printer_that_asks(listener):
    HTML(string=f'<img src="{listener.address}">').write_pdf()
    assert listener.heard
