"""The processes of a running server, read from ``/proc``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.support.server import Server

T = TypeVar("T")
PATIENCE = 90


def until(look: Callable[[], T]) -> T:
    """Return the first true answer; fails after a minute and a half."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


def children(server: Server, words: str) -> list[int]:
    """Return the ids of the server's direct children whose command line holds ``words``."""
    assert server.process is not None
    main = server.process.pid
    listed = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    return [int(each) for each in listed if words in command_line(int(each))]


def command_line(pid: int) -> str:
    """Return what a process was started with; empty when it is gone or waits to be counted."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except OSError:
        return ""


def gone(pid: int) -> bool:
    """Say whether a process has ended."""
    return not command_line(pid)
