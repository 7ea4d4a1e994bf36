"""The base of both applications alone, with a few doors of its own to knock at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from occupancy.accounts.roles import Role
from occupancy.settings import Settings
from occupancy.web.factory import checked, furnish
from occupancy.web.guards import everyone, only
from tests.support.apps import running
from tests.support.world import World


@pytest.fixture
def base(
    settings: Settings, world: World, compiled_words: None, compiled_pages: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Give an application as the portal is: the cookie for every path."""
    yield from running(_with_doors(settings, "nichlih", "/"), compiled_pages)


@pytest.fixture
def field_base(
    settings: Settings, world: World, compiled_words: None, compiled_pages: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """Give an application as the field app is: mounted at /inspector, with a cookie of its own."""
    yield from running(_with_doors(settings, "nichlih_field", "/inspector"), compiled_pages)


def _with_doors(settings: Settings, cookie: str, path: str) -> Flask:
    app = furnish(Flask("base", static_folder=None), settings, cookie=cookie, path=path)
    app.config["APPLICATION_ROOT"] = path

    @everyone
    def fails() -> str:
        raise ZeroDivisionError("the secret detail 4711")

    @only(Role.OPERATOR, Role.PORTER)
    def cabinet() -> str:
        return "the cabinet"

    @only(Role.AGENCY, Role.CHIEF, Role.OFFICER)
    def agency() -> str:
        return "the agency"

    @only(Role.INSPECTOR, Role.CHIEF)
    def day() -> str:
        return "the day"

    app.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/cabinet/", "cabinet", cabinet)
    app.add_url_rule("/agency/", "agency", agency)
    app.add_url_rule("/day", "day", day)
    if path != "/":
        app.add_url_rule("/", "root", day)
    return checked(app)
