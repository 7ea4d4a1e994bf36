"""What every test may ask for; the fixtures live in tests/support."""

import os
import shutil
import tempfile
from pathlib import Path

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


#: Where a sync costs nothing: thousands of small databases need not wear out a disk. What they
#: prove holds there too: a process that is killed loses the same, and strace counts the calls.
MEMORY, ROOM = Path("/dev/shm"), 6 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # read it anew


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys last: the browser's driver leaves an event loop in its worker.

    What Flask closes after a request would stumble over that loop in every later test.
    """
    items.sort(key=lambda item: item.nodeid.startswith("tests/journeys/"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand before pytest-playwright's own, which warns under today's pytest; we need none."""
