"""What every test may ask for; the fixtures live in tests/support."""

import os

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.support.postgresql",
    "tests.support.databases",
    "tests.support.browser",
    "tests.support.apps",
]

# A busy machine is no fault of the code; ./test --full looks ten times as hard.
settings.register_profile("usual", deadline=None)
settings.register_profile("full", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("OCCUPANCY_TEST_SIZE", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys last: the browser's driver leaves an event loop in its worker.

    What Flask closes after a request would stumble over that loop in every later test.
    """
    items.sort(key=lambda item: item.nodeid.startswith("tests/journeys/"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand before pytest-playwright's own, which warns under today's pytest; we need none."""
