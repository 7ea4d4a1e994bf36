"""A real server over a town, with people signed in: what the long tests of faults begin with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, text

from occupancy.database import upgrade
from tests.faults import town
from tests.faults.people import Person
from tests.faults.plugs import Bench
from tests.support.databases import named
from tests.support.postgresql import Cluster
from tests.support.server import Server

SEED = 20261123
#: The town in a cluster that the others are copies of.
FIRST = "town_of_faults"


def on_sqlite(template: Path, path: Path) -> str:
    """Make a town at ``path`` and return its URL; the first one stands beside ``template``."""
    first = template.with_name("town-of-faults.sqlite")
    if not first.exists():
        shutil.copyfile(template, first)
        town.make_town(f"sqlite:///{first}")
    shutil.copyfile(first, path)
    return f"sqlite:///{path}"


def on_postgresql(cluster: Cluster, name: str = "town") -> str:
    """Make a town in a fresh database of ``cluster`` and return its URL; the first is kept."""
    url, known = named(cluster.url, FIRST), f"SELECT 1 FROM pg_database WHERE datname = '{FIRST}'"
    engine = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if connection.scalar(text(known)) is None:
            connection.execute(text(f"CREATE DATABASE {FIRST}"))
            upgrade(url)
            town.make_town(url)
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {FIRST}"))
    engine.dispose()
    return named(cluster.url, name)


@contextmanager
def bench_at(
    url: str, data_dir: Path, people: int, cluster: Cluster | None = None, **extra: str
) -> Iterator[Bench]:
    """Serve the town of ``url``; that many people are signed in, by turns of business."""
    server = Server(data_dir, url, {"OCCUPANCY_DEMO_CLOCK": town.EVENING, **extra})
    server.start()
    who = [Person(server.port, town.LOGINS[number % 2]) for number in range(people)]
    try:
        for person in who:
            person.sign_in()
        yield Bench(server, who, cluster, Random(SEED))
    finally:
        for person in who:
            person.connection.close()
        server.kill()
