"""What is pulled while people file: the whole server, a worker, the database, the lines."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, text

from tests.faults.people import Person
from tests.support.postgresql import Cluster
from tests.support.server import Server


@dataclass(frozen=True)
class Bench:
    """Everything that can be pulled; ``cluster`` is None on SQLite."""

    server: Server
    people: list[Person]
    cluster: Cluster | None
    dice: Random


def the_server(bench: Bench) -> None:
    """End every process of the server at once; somebody must start it again."""
    bench.server.kill()


def a_worker(bench: Bench) -> None:
    """End one of the processes that answer requests; gunicorn makes another."""
    own = processes_of(bench.server, "gunicorn")
    answering = [pid for pid, parent in own.items() if parent in own]
    os.kill(bench.dice.choice(answering), signal.SIGKILL)


def background_worker(bench: Bench) -> None:
    """End the process that signs the log's heads; it is started again."""
    for pid in processes_of(bench.server, "occupancy.worker"):
        os.kill(pid, signal.SIGKILL)


def the_lines(bench: Bench) -> None:
    """Cut everybody's connection, in the middle of a request or of its answer."""
    for person in bench.people:
        person.pull_the_plug()


def database_fast(bench: Bench) -> None:
    """Restart PostgreSQL as an administrator does."""
    _restart(bench, "fast")


def database_crash(bench: Bench) -> None:
    """Let PostgreSQL crash and come back."""
    _restart(bench, "immediate")


def database_lines(bench: Bench) -> None:
    """Cut every connection between the server and PostgreSQL."""
    assert bench.cluster
    engine = create_engine(bench.cluster.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        )
    engine.dispose()


def _restart(bench: Bench, mode: str) -> None:
    assert bench.cluster
    bench.cluster.stop(mode)
    bench.cluster.start()


def processes_of(server: Server, words: str) -> dict[int, int]:
    """Return the server's processes below its first whose command line holds ``words``: parents."""
    found: dict[int, int] = {}
    parents = [server.pid]
    for parent in parents:
        for child in _children(parent):
            parents.append(child)
            if words in _command(child):
                found[child] = parent
    return found


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except FileNotFoundError:
        return []
    return [int(child) for child in told.split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return ""


Plug = Callable[[Bench], None]
EVERYWHERE: tuple[Plug, ...] = (the_server, a_worker, background_worker, the_lines)
ON_POSTGRESQL: tuple[Plug, ...] = (database_fast, database_crash, database_lines)
