"""`occupancy serve` keeps a worker beside the pages, and leaves nothing behind when it ends."""

from __future__ import annotations

import os
import signal
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from occupancy.database import make_engine
from occupancy.jobs import queries
from occupancy.serving.cli import serve as serve_command
from tests.serving.processes import children, gone, until
from tests.support.server import Server


@pytest.fixture
def serve(database_url: str, tmp_path: Path, compiled_words: None) -> Iterator[Callable]:
    """Give ``serve(**environment)``: a running server; each has a data folder of its own."""
    made: list[Server] = []
    # Servers of one database sign with one key.
    shared = {
        "OCCUPANCY_LOG_KEY": str(tmp_path / "log-key.pem"),
        "OCCUPANCY_LOG_HEADS": str(tmp_path / "log-heads.jsonl"),
    }

    def start(**extra: str) -> Server:
        folder = tmp_path / f"server-{len(made)}"
        folder.mkdir()
        made.append(Server(folder, database_url, {**shared, **extra}))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop()


def worker_of(server: Server) -> int:
    return until(lambda: children(server, "occupancy.worker"))[0]


def is_there(url: str) -> bool:
    engine = make_engine(url)
    with Session(engine) as session:
        found = queries.worker_is_there(session, real_now=datetime.now(UTC))
    engine.dispose()
    return found


def test_a_worker_that_dies_is_started_again_and_ends_with_the_server(serve, database_url):
    server = serve()
    first = worker_of(server)
    until(lambda: is_there(database_url))
    os.kill(first, signal.SIGKILL)
    until(lambda: first not in children(server, "occupancy.worker"))
    second = worker_of(server)
    assert second != first
    web = children(server, "gunicorn")[0]
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: gone(web) and gone(second))


def test_two_servers_serve_one_database_and_end_politely(serve, database_url):
    both = [serve(), serve()]
    workers = [worker_of(server) for server in both]
    until(lambda: is_there(database_url))
    for server in both:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=10) as answer:
            assert answer.status == 200
    assert [worker_of(server) for server in both] == workers
    for server, worker in zip(both, workers, strict=True):
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(90) == 0
        assert gone(worker)
        log = (server.data_dir / "server.log").read_text(encoding="utf-8")
        assert ("worker_started" in log, "worker_ended" in log) == (True, True)


def test_a_worker_that_has_a_unit_of_its_own_is_not_started_twice(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(os, "execv", lambda _program, words: started.append(words))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    for worker in ("1", "0"):
        monkeypatch.setenv("OCCUPANCY_WORKER", worker)
        CliRunner().invoke(serve_command, [], catch_exceptions=False)
    assert [words[2] for words in started] == ["occupancy.serving.pair", "gunicorn"]
