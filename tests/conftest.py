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


#: What takes a minute a test; begun first, it runs beside the thousands that take milliseconds.
LONG = ("tests/journeys/", "tests/faults/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first: at the end, one core would wait for them."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand before pytest-playwright's own, which warns under today's pytest; we need none."""
