"""Both applications over a small world, and signing in the way a person does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from occupancy import clock
from occupancy.accounts import queries
from occupancy.accounts.models import Person
from occupancy.accounts.roles import STAFF
from occupancy.accounts.rules import codes
from occupancy.database import make_engine, saving
from occupancy.settings import Settings
from occupancy.web import catalogs
from occupancy.web.db import db
from tests.support.world import PASSWORD, PEOPLE, World, make_world, secret_of, settings_for

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

SignIn = Callable[[FlaskClient, str], FlaskClient]


@pytest.fixture(scope="session")
def compiled_words() -> None:
    """Compile the catalogs, as set-up does."""
    catalogs.compile_all()


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Give a cache of compiled templates: each test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def world(database_url: str) -> World:
    """Give the numbers of a small world that stands in the test's database."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        made = make_world(session)
    engine.dispose()
    return made


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Give the settings of the applications under test; a test may override the fixture."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def portal(
    settings: Settings, world: World, compiled_words: None, compiled_pages: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Give the portal; it is imported only by tests that open pages."""
    from occupancy.app import create_app as create_portal

    yield from running(create_portal(settings), compiled_pages)


@pytest.fixture
def field(
    settings: Settings, world: World, compiled_words: None, compiled_pages: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Give the field app, mounted at /inspector as ``wsgi.py`` mounts it."""
    from inspector_app.app import create_app as create_field_app

    app = create_field_app(settings)
    app.config["APPLICATION_ROOT"] = "/inspector"
    yield from running(app, compiled_pages)


@pytest.fixture
def sign_in() -> SignIn:
    """Give ``sign_in(client, login)``: the forms a person fills, second factor and all."""
    return sign_in_as


def sign_in_as(client: FlaskClient, login: str, password: str = PASSWORD) -> FlaskClient:
    """Sign ``client`` in; fails the test when the way in does not end on a page inside."""
    answer = post_form(client, "/sign-in", {"login": login, "password": password})
    assert answer.status_code == 303, answer.text
    if PEOPLE[login][0] in STAFF:
        code = usable_code(client.application, login)
        answer = post_form(client, "/sign-in/code", {"code": code})
        assert answer.status_code == 303, answer.text
    return client


def post_form(client: FlaskClient, path: str, form: dict[str, str], page: str = "") -> TestResponse:
    """Send a form with the token of the page that shows it (``page``, or ``path`` itself)."""
    return client.post(path, data={"csrf_token": token_of(client, page or path), **form})


def token_of(client: FlaskClient, path: str) -> str:
    """Return the form token that the page at ``path`` carries."""
    found = _TOKEN.search(client.get(path).text)
    assert found, f"no form on {path}"
    return found[1]


def usable_code(app: Flask, login: str) -> str:
    """Return a code that is good now; where all were used, half a minute is let pass first."""
    now = clock.true_now()
    with app.app_context():
        kept = queries.factor_by_login(db.session, login)
        assert kept is not None
        step = codes.next_usable_step(now, kept.last_step)
        if step > codes.step_at(now) + codes.TOLERANCE:
            step = codes.step_at(now)
            with saving(db.session) as session:
                session.execute(
                    update(Person).where(Person.login == login).values(totp_last_step=None)
                )
    return codes.code_of(secret_of(login), step)


def running(app: Flask, pages: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Yield ``app`` as it serves people, and close its database after."""
    app.jinja_env.bytecode_cache = pages
    app.testing = False  # failures are answered as in production, not raised
    yield app
    with app.app_context():
        db.engine.dispose()
