"""People who file through the real forms of a real server, and notice what it acknowledged."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from tests.support.world import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: How often a person presses again when the server is busy before giving up.
PATIENCE = 20


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
    in_flight: set[Filing] = field(default_factory=set)
    refused: list[tuple[Filing, int]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def sent(self, filing: Filing) -> None:
        """Note that an answer is awaited."""
        with self.changed:
            self.in_flight.add(filing)

    def answered(self, filing: Filing, status: int, location: str) -> None:
        """Note an answer: 303 to a receipt is a promise, anything else is none."""
        with self.changed:
            self.in_flight.discard(filing)
            prefix = f"/cabinet/{filing.facility}/receipts/"
            if status == 303 and location.startswith(prefix):
                self.receipts[filing] = location.removeprefix(prefix)
            else:
                self.refused.append((filing, status))
            self.changed.notify_all()

    def wait_for(self, receipts: int, finished: Callable[[], bool]) -> None:
        """Return once there are so many receipts, or nobody files any more."""
        with self.changed:
            while len(self.receipts) < receipts and not finished():
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
        status, _ = self.send("/sign-in", {"login": self.login, "password": PASSWORD})
        assert status == 303, f"{self.login} was not let in: {status}"
        self._take_token("/cabinet/facilities")

    def file(self, filings: list[Filing], tally: Tally) -> None:
        """File one night after the other until done or until the server is gone."""
        for filing in filings:
            try:
                self._file(filing, tally)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                return

    def _file(self, filing: Filing, tally: Tally) -> None:
        for _ in range(PATIENCE):
            tally.sent(filing)
            status, location = self.send(filing.path, {"key": filing.key, **dict(filing.form)})
            if status != 503:
                break
        tally.answered(filing, status, location)

    def send(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form; return the status and where the answer leads."""
        body = urlencode({"csrf_token": self.token, **form})
        status, location, _ = self._ask("POST", path, body)
        return status, location

    def _take_token(self, path: str) -> None:
        found = _TOKEN.search(self._ask("GET", path)[2])
        assert found, f"no form on {path}"
        self.token = found[1]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={held}" for name, held in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, held = cookie.partition(";")[0].partition("=")
            self.cookies[name] = held
        return answer.status, answer.headers.get("Location", ""), text
