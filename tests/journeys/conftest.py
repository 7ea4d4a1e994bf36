"""A served town: the real server as a process, people with browsers before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from occupancy.database import make_engine
from tests.journeys import town as towns
from tests.journeys.people import Visitor
from tests.journeys.town import EVENING, Town
from tests.support.server import Server

#: Two cores may be busy with other things: patience is not speed.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def built_town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Give the town in a file that tests copy."""
    path = tmp_path_factory.mktemp("town") / "town.sqlite"
    shutil.copyfile(sqlite_template, path)
    built = towns.build(f"sqlite:///{path}")
    engine = make_engine(built.url)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return built


@pytest.fixture
def sqlite_town(built_town: Town, tmp_path: Path) -> Town:
    """Give a town of the test's own."""
    return towns.copied(built_town, tmp_path / "town.sqlite", shutil.copyfile)


@pytest.fixture
def serve(tmp_path: Path, compiled_words: None) -> Iterator[Callable[..., Server]]:
    """Give ``serve(town, moment)``: the running server; it starts at ``moment`` and is ended.

    How a server ends politely is proved elsewhere; here each would take its time for it.
    """
    running: list[Server] = []

    def start(town: Town, moment: datetime = EVENING) -> Server:
        server = Server(tmp_path, town.url, {"OCCUPANCY_DEMO_CLOCK": moment.isoformat()})
        running.append(server)
        server.start()
        return server

    yield start
    for server in running:
        server.kill()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Give ``visitor(server, town, login, width, height)``: somebody with a browser of their own.

    After the test every one of them must have read pages without a complaint on the console.
    """
    everybody: list[Visitor] = []

    def come(server: Server, town: Town, login: str, width: int, height: int) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="uk-UA",
            reduced_motion="reduce",
            has_touch=width < 1200,
        )
        made = Visitor(context, server, town, login)
        everybody.append(made)
        return made

    yield come
    complaints = [each for one in everybody for each in one.complaints]
    for one in everybody:
        one.context.close()
    assert complaints == []
