"""Threat 21: nothing that somebody typed, and no secret of ours, reaches a log.

A real server is given marked words in every field, cookie, header, query and file name, on the
good paths and on those that fail; then all that it wrote is searched.
"""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts.rules import codes
from occupancy.database import make_engine
from tests.support.server import Server
from tests.support.world import PASSWORD, make_world, secret_of

MARK = "kanarka"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: Headers through which a browser or a proxy could bring words of a person.
HEADERS = (
    "Authorization", "Forwarded", "From", "Origin", "Referer", "User-Agent", "X-Api-Key",
    "X-Forwarded-For", "X-Forwarded-Host", "X-Request-Id",
)  # fmt: skip


class Marked:
    """A browser that marks whatever it sends, and remembers the secrets that it was given."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies = {"other": f"{MARK}cookie"}
        self.secrets: set[str] = set()
        self.statuses: list[int] = []

    def ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {name: f"{MARK}{name.lower()}" for name in HEADERS}
        headers["Cookie"] = "; ".join(f"{name}={held}" for name, held in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        self.statuses.append(answer.status)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, held = cookie.partition(";")[0].partition("=")
            self.cookies[name] = held
            self.secrets.add(held)
        connection.close()
        return page

    def form(self, path: str, fields: dict[str, str], page: str = "") -> int:
        """Send a form with the token of its page, and once more with a marked token."""
        marked = urlencode({"csrf_token": f"{MARK}token", **fields})
        self.ask("POST", f"{path}?q={MARK}query", marked)
        found = _TOKEN.search(self.ask("GET", page or path))
        assert found, f"no form on {page or path}"
        self.secrets.add(found[1])
        self.ask("POST", path, urlencode({"csrf_token": found[1], MARK: MARK, **fields}))
        return self.statuses[-1]


@pytest.fixture
def server(new_sqlite, tmp_path: Path, compiled_words: None) -> Iterator[Server]:
    """Give a running server with machine-readable logs; the worker runs beside it."""
    url = new_sqlite()
    engine = make_engine(url)
    with Session(engine) as session:
        make_world(session)
    engine.dispose()
    made = Server(tmp_path, url, {"OCCUPANCY_LOG_FORMAT": "json"})
    made.start()
    yield made
    made.stop()


def test_nothing_typed_and_no_secret_reaches_the_logs(server):
    signs_in_badly(server)
    operator = files_a_night(server)
    chief = opens_the_second_door(server)
    sends_nonsense(server)
    breaks_the_database(server, operator)
    server.stop()
    log = (server.data_dir / "server.log").read_text(encoding="utf-8")
    assert '"event": "answered"' in log
    for event in ("sign_in_failed", "csrf_refused", "second_factor_failed", "signed_in"):
        assert f'"event": "{event}"' in log, event
    kept = server.data_dir / "session-secret"
    secrets = operator.secrets | chief.secrets | {MARK, PASSWORD, kept.read_text().strip()}
    for path in server.data_dir.rglob("*"):
        if path.is_file() and ".sqlite" not in path.name and path != kept:
            told = path.read_text(encoding="utf-8", errors="replace").lower()
            assert [each for each in secrets if each and each.lower() in told] == [], path.name


def signs_in_badly(server: Server) -> None:
    browser = Marked(server)
    fields = {"login": f"{MARK}login", "password": f"{MARK}password", "next": f"/{MARK}next"}
    for path in ("/sign-in", "/inspector/sign-in"):
        for _ in range(3):
            assert browser.form(path, fields) in (401, 422, 429), browser.statuses


def files_a_night(server: Server) -> Marked:
    browser = Marked(server)
    assert browser.form("/sign-in", {"login": "operator", "password": PASSWORD}) == 303
    night = "/cabinet/SL-0001/nights/2026-11-20"
    good = {"rooms_occupied": "2", "guests_domestic": "3", "guests_inbound": "0", "key": MARK}
    browser.form(night, {**good, "rooms_occupied": MARK, "reason": MARK}, "/cabinet/facilities")
    browser.form(night, good, "/cabinet/facilities")
    boundary = f"{MARK}boundary"
    token = _TOKEN.search(browser.ask("GET", "/cabinet/SL-0001/import"))
    assert token
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = part % ("csrf_token", "", token[1])
    body += part % (MARK, "", MARK)
    body += part % ("file", f'; filename="{MARK}.csv"', f"facility,{MARK}\n{MARK},{MARK}\n")
    kind = f"multipart/form-data; boundary={boundary}"
    browser.ask("POST", "/cabinet/SL-0001/import", f"{body}--{boundary}--\r\n", kind)
    assert browser.statuses[-1] == 422, "the file was not read"
    browser.ask("POST", "/cabinet/SL-0001/import", body[:-40], kind)
    browser.ask("GET", f"/cabinet/{MARK}/nights/2026-11-20?{MARK}={MARK}")
    browser.ask("GET", f"/cabinet/SL-0001/receipts/{MARK}")
    return browser


def opens_the_second_door(server: Server) -> Marked:
    browser = Marked(server)
    assert browser.form("/sign-in", {"login": "chief", "password": PASSWORD}) == 303
    browser.form("/sign-in/code", {"code": f"{MARK}code"})
    now = clock.true_now()
    code = codes.code_of(secret_of("chief"), codes.next_usable_step(now, None))
    browser.secrets |= {secret_of("chief")}
    assert browser.form("/sign-in/code", {"code": code}) == 303
    browser.ask("GET", f"/agency/?{MARK}={MARK}")
    return browser


def sends_nonsense(server: Server) -> None:
    browser = Marked(server)
    for path in (f"/{MARK}", f"/c/{MARK}", f"/%00{MARK}", f"/healthz?{MARK}={MARK}"):
        for method in ("GET", "POST", f"{MARK.upper()}"):
            browser.ask(method, path, f"{MARK}={MARK}" if method == "POST" else None)
    browser.ask("POST", "/sign-in", f'{{"{MARK}": ['.encode(), "application/json")
    for raw in (
        f"GET /{MARK} HTTP/9.9\r\n\r\n",
        f"{MARK}\r\n\r\n",
        f"GET /{MARK} HTTP/1.1\r\n{MARK} {MARK}\r\n\r\n",
        f"POST /sign-in HTTP/1.1\r\nHost: {MARK}\r\nContent-Length: {MARK}\r\n\r\n",
        f"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{MARK}\r\n",
        f"GET /{'a' * 9000}{MARK} HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
            line.sendall(raw.encode())
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass


def breaks_the_database(server: Server, browser: Marked) -> None:
    """Take a table away, so that pages fail in the middle of a statement with typed values."""
    engine = make_engine(server.database_url)
    with engine.connect().execution_options(writing=True) as connection:
        connection.execute(text("ALTER TABLE sign_in_attempt RENAME TO away"))
        connection.execute(text("ALTER TABLE facility RENAME TO gone"))
        connection.commit()
    engine.dispose()
    browser.ask("GET", f"/cabinet/SL-0001/nights/2026-11-20?{MARK}")
    token = next(iter(_TOKEN.findall(browser.ask("GET", "/sign-in"))), MARK)
    fields = {"csrf_token": token, "login": f"{MARK}login", "password": f"{MARK}password"}
    browser.ask("POST", "/sign-in", urlencode(fields))
    assert browser.statuses[-1] >= 500 or browser.statuses[-3] >= 500, browser.statuses[-3:]
