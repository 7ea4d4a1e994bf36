"""People who file through the real forms of a real server, and notice what it acknowledged."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from tests.support.world import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: Seconds after which a person presses again where the server was busy or out of reach.
PAUSE = 0.1


@dataclass(frozen=True)
class Filing:
    """One night to be filed, its ``form`` and the ``key`` that makes a second press harmless."""

    facility: str
    night: date
    key: str
    rooms: int
    guests: int
    form: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Return where the form goes."""
        return f"/cabinet/{self.facility}/nights/{self.night}"


@dataclass
class Tally:
    """What the server said so far; ``wait_for`` lets the one who pulls the plug choose a moment."""

    receipts: dict[Filing, str] = field(default_factory=dict)
    in_doubt: set[Filing] = field(default_factory=set)
    refused: list[tuple[Filing, int]] = field(default_factory=list)
    busy: int = 0
    cut: int = 0
    last: float = 0.0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def sent(self, filing: Filing) -> None:
        """Note that an answer is awaited."""
        with self.changed:
            self.in_doubt.add(filing)

    def lost(self, filing: Filing) -> None:
        """Note that the line was cut before an answer came: nobody knows whether it was kept."""
        with self.changed:
            self.cut += 1

    def answered(self, filing: Filing, status: int, location: str, patience: str) -> None:
        """Note an answer: 303 to a receipt is a promise, 503 asks for patience, else no."""
        with self.changed:
            prefix = f"/cabinet/{filing.facility}/receipts/"
            if status == 503 and patience.isdecimal():
                self.busy += 1
                return
            self.in_doubt.discard(filing)
            if status == 303 and location.startswith(prefix):
                self.receipts[filing] = location.removeprefix(prefix)
                self.last = time.monotonic()
            else:
                self.refused.append((filing, status))
            self.changed.notify_all()

    def wait_for(self, receipts: int, seconds: float = 120) -> None:
        """Return once there are so many receipts; fails when one is refused or nobody served."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while len(self.receipts) < receipts:
                assert not self.refused, self.refused[:3]
                assert time.monotonic() < deadline, "nobody was served any more"
                self.changed.wait(0.05)


class Person:
    """A browser: one connection, its cookies, one form token."""

    def __init__(self, port: int, login: str) -> None:
        self.port, self.login = port, login
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def sign_in(self) -> None:
        """Sign in and keep a token of a page inside."""
        self._take_token("/sign-in")
        status, _, _ = self.send("/sign-in", {"login": self.login, "password": PASSWORD})
        assert status == 303, f"{self.login} was not let in: {status}"
        self._take_token("/cabinet/facilities")

    def file(self, filings: list[Filing], tally: Tally, stop: threading.Event) -> None:
        """File one night after the other; press again until answered, or until told to stop."""
        for filing in filings:
            while not stop.is_set() and self.press(filing, tally) in (None, 503):
                time.sleep(PAUSE)

    def press(self, filing: Filing, tally: Tally) -> int | None:
        """Send one filing; return the status of the answer, None when the line was cut."""
        tally.sent(filing)
        try:
            status, location, patience = self.send(
                filing.path, {"key": filing.key, **dict(filing.form)}
            )
        except (OSError, http.client.HTTPException):
            tally.lost(filing)
            self.connection.close()
            return None
        tally.answered(filing, status, location, patience)
        return status

    def pull_the_plug(self) -> None:
        """Cut this person's line, whatever is on it."""
        with contextlib.suppress(OSError, AttributeError):
            self.connection.sock.shutdown(socket.SHUT_RDWR)

    def send(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        """Send a form; return the status, where the answer leads and when to try again."""
        answer, _ = self.ask("POST", path, urlencode({"csrf_token": self.token, **form}))
        headers = answer.headers
        return answer.status, headers.get("Location", ""), headers.get("Retry-After", "")

    def _take_token(self, path: str) -> None:
        found = _TOKEN.search(self.ask("GET", path)[1])
        assert found, f"no form on {path}"
        self.token = found[1]

    def ask(
        self, method: str, path: str, body: str | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        """Send a request on this person's line; return the answer and its text."""
        headers = {"Cookie": "; ".join(f"{name}={held}" for name, held in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, held = cookie.partition(";")[0].partition("=")
            self.cookies[name] = held
        return answer, text
