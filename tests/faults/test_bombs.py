"""Bombs against the real server: 4xx, soon, within bounded memory, with others served meanwhile."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from occupancy.accounts.rules import codes
from occupancy.attachments.models import Attachment
from occupancy.clock import true_now
from occupancy.database import make_engine
from occupancy.filings.models import FilingRevision
from tests.citations.visits import Walk
from tests.faults import bombs
from tests.faults.people import Person
from tests.support.memory import Watch
from tests.support.server import Server
from tests.support.world import PASSWORD, make_world, secret_of

EVENING = "2026-11-23T18:45:00+00:00"
MOST_SECONDS, MOST_MIB = 10.0, 300
#: What somebody else waits for a page meanwhile; two cores may be busy with other things.
PATIENCE = 5.0
EDGE = "nichlih-edge"


class Sender(Person):
    """A browser that sends files."""

    def enter_field_app(self) -> None:
        """Sign in to the field app, second factor and all."""
        self._take_token("/inspector/sign-in")
        self.send("/inspector/sign-in", {"login": self.login, "password": PASSWORD})
        self._take_token("/inspector/sign-in/code")
        code = codes.code_of(secret_of(self.login), codes.step_at(true_now()))
        status, _, _ = self.send("/inspector/sign-in/code", {"code": code})
        assert status == 303
        self._take_token("/inspector/")

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str]:
        """Send one file as a form does; return the status and the page."""
        parts = [
            f'--{EDGE}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}',
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="x"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n",
        ]
        body = "\r\n".join(parts).encode() + content + f"\r\n--{EDGE}--\r\n".encode()
        cookies = "; ".join(f"{key}={held}" for key, held in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": f"multipart/form-data; boundary={EDGE}"}
        self.connection.close()  # the server may have ended it while the bomb was made
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()


@dataclass
class Others:
    """People who open pages while something heavy goes on."""

    port: int
    longest: float = 0.0
    served: int = 0
    failed: list[str] = field(default_factory=list)

    def __enter__(self) -> Others:
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(path,)) for path in ("/healthz", "/sign-in")
        ]
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()

    def _ask(self, path: str) -> None:
        while not self._over.wait(0.1):
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failed.append(f"{path}: {answer.status}")
            except OSError as error:
                self.failed.append(f"{path}: {error}")
            finally:
                connection.close()
            self.longest = max(self.longest, time.monotonic() - began)
            self.served += 1


@pytest.fixture
def visit_id() -> list[str]:
    """Give the place where the server's fixture notes the visit it opened."""
    return []


@pytest.fixture
def server(
    new_sqlite: Callable[[], str], tmp_path: Path, compiled_words: None, visit_id: list[str]
) -> Iterator[Server]:
    """Give the running server over a small world with an opened visit."""
    url = new_sqlite()
    engine = make_engine(url)
    with Session(engine) as session:
        world = make_world(session)
        visit_id.append(Walk(session, world).opened().id)
    engine.dispose()
    made = Server(tmp_path, url, {"OCCUPANCY_DEMO_CLOCK": EVENING})
    made.start()
    yield made
    made.stop()


def test_threat_13_no_table_hurts_the_server(server, capsys):
    operator = Sender(server.port, "operator")
    operator.sign_in()
    _throw(server, operator, bombs.tables(), "/cabinet/SL-0001/import", "file", capsys)
    operator.connection.close()
    assert _count(server, FilingRevision) == 0


def test_threat_12_no_photo_hurts_the_server(server, visit_id, capsys):
    inspector = Sender(server.port, "inspector")
    inspector.enter_field_app()
    path = f"/inspector/visits/{visit_id[0]}/photos"
    _throw(server, inspector, bombs.photos(), path, "photos", capsys, may_pass=1)
    inspector.connection.close()
    assert _count(server, Attachment) <= 1


def _throw(server, person, thrown, path, name, capsys, may_pass: int = 0) -> None:
    """Send every bomb; ``may_pass`` of them are only heavy, and may be read."""
    wrong: list[str] = []
    for what, content in thrown.items():
        with Watch(server.process.pid) as watch, Others(server.port) as others:
            began = time.monotonic()
            status, page = person.upload(path, name, content)
            seconds = time.monotonic() - began
        told = (
            f"{what}: {status} in {seconds:.1f} s, +{watch.peak // 1024} MiB; "
            f"{others.served} others, {others.longest:.2f} s at most"
        )
        with capsys.disabled():
            print(told)
        fine = 400 <= status < 500 and 'role="alert"' in page
        if status == 303 and may_pass:
            may_pass, fine = may_pass - 1, True
        if not (fine and seconds < MOST_SECONDS and watch.peak < MOST_MIB * 1024):
            wrong.append(told)
        if others.failed or others.longest > PATIENCE:
            wrong.append(f"{told} {others.failed}")
    assert wrong == []


def _count(server: Server, model: type) -> int:
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        found = session.query(model).count()
    engine.dispose()
    return found
