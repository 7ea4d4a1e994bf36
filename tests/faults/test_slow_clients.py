"""Threat 20: people on bad lines, or with bad intentions, hold nobody else up. Cut lines too."""

from __future__ import annotations

import contextlib
import socket
import statistics
import struct
import time
from itertools import islice
from random import Random
from urllib.parse import urlencode

import pytest

from tests.faults import benches, books, town
from tests.faults.people import Tally

#: Slow clients, and filings of honest ones amid them.
SLOW, HONEST = 50, 8
#: Seconds within which an honest client is served while all the slow ones hold their lines.
SERVED = 1.0
HEAD = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"


@pytest.fixture
def bench(sqlite_template, tmp_path, compiled_words):
    """Give the server over a town, with two people signed in."""
    url = benches.on_sqlite(sqlite_template, tmp_path / "town.sqlite")
    with benches.bench_at(url, tmp_path, 2) as made:
        yield made


@pytest.fixture(scope="module")
def served(sqlite_template, tmp_path_factory, compiled_words):
    """Give such a server to all tests after which it must be as it was before."""
    folder = tmp_path_factory.mktemp("served")
    url = benches.on_sqlite(sqlite_template, folder / "town.sqlite")
    with benches.bench_at(url, folder, 2) as made:
        yield made


def slow_headers(line: socket.socket) -> None:
    """Begin a request and never end its headers."""
    line.sendall(HEAD.encode())


def slow_body(line: socket.socket) -> None:
    """Promise a form and send its first letters."""
    line.sendall((HEAD + "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=").encode())


def slow_reader(line: socket.socket) -> None:
    """Ask for the same page many times over and read nothing."""
    line.sendall(b"GET /static/vendor/vendor.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 200)


def silent(line: socket.socket) -> None:
    """Say nothing at all."""


KINDS = (slow_headers, slow_body, slow_reader, silent)


@pytest.mark.parametrize("kind", KINDS)
def test_an_honest_client_is_served_while_fifty_are_slow(served, kind):
    bench, tally, waits = served, Tally(), []
    first = KINDS.index(kind) * HONEST
    with contextlib.ExitStack() as lines:
        for _ in range(SLOW):
            line = lines.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", bench.server.port))
            kind(line)
        time.sleep(0.5)
        for filing in islice(town.filings(), first, first + HONEST):
            began = time.monotonic()
            person = bench.people[int(filing.facility[-3:]) % 2]
            while person.press(filing, tally) is None:
                pass  # a line that was left idle is opened again
            waits.append(time.monotonic() - began)
    assert len(tally.receipts) == len(waits)
    print(f"{kind.__name__}: median {statistics.median(waits):.3f} s, slowest {max(waits):.3f} s")
    assert statistics.median(waits) < SERVED


def test_a_slow_client_is_let_go(served):
    with socket.create_connection(("127.0.0.1", served.server.port)) as line:
        began = time.monotonic()
        line.settimeout(60)
        with contextlib.suppress(OSError):
            for letter in HEAD:
                line.sendall(letter.encode())
                time.sleep(0.5)
                line.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    if line.recv(1) == b"":
                        break
                line.setblocking(True)
        assert time.monotonic() - began < 30


def test_a_line_cut_in_a_request_or_its_answer_promises_nothing_false(bench):
    """Threat 16: pressed again with the same key, each night is there once."""
    dice, tally = Random(benches.SEED), Tally()
    some = list(islice(town.filings(), 40))
    for filing in some:
        person = bench.people[int(filing.facility[-3:]) % 2]
        form = {"csrf_token": person.token, "key": filing.key, **dict(filing.form)}
        body = urlencode(form)
        cookies = "; ".join(f"{name}={held}" for name, held in person.cookies.items())
        sent = (
            f"POST {filing.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
            f"\r\n\r\n{body}"
        ).encode()
        tally.sent(filing)
        with socket.create_connection(("127.0.0.1", bench.server.port)) as line:
            # Every second one is cut amid the request, the others while the answer is made.
            whole = dice.random() < 0.5
            line.sendall(sent if whole else sent[: dice.randrange(1, len(sent))])
            time.sleep(dice.random() * 0.03)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(1)
    kept = books.agree(bench.server.database_url, tally)
    assert 0 < len(kept) < len(some), "some were cut too early, some just in time"
    for filing in some:
        person = bench.people[int(filing.facility[-3:]) % 2]
        while person.press(filing, tally) is None:
            pass
    assert tally.refused == []
    assert dict(books.agree(bench.server.database_url, tally)) == books.promised(tally)
    assert len(tally.receipts) == len(some)
