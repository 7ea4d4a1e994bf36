"""Debian's Chromium for pytest-playwright, which would look for a browser of its own."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

#: Chromium stays on this machine: no services of its maker, no names but ours.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Add the installed browser; skip without one, but fail on CI, where it must be."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed on CI (Debian package: chromium)")
        pytest.skip("no chromium on the path (Debian package: chromium)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": chromium, "args": [*QUIET, *sandbox]}
