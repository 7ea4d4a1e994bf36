"""Reading hostile files in a process of their own, with bounded memory and time, one at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import subprocess  # nosec B404 # one fixed program, no shell
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from occupancy.attachments.rules import refusals as no
from occupancy.errors import Busy

CHILD = Path(__file__).with_name("child") / "run.py"
#: Address space of the child, and its processor time; the wall's is a little longer.
MEMORY_MIB = 272
SECONDS = 6
PATIENCE = 8.0
#: How long somebody waits until the file before theirs is read.
TURN = 15.0
#: No variable of ours reaches the child; one arena keeps its address space small.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}


@contextlib.contextmanager
def reading(
    task: str, data: bytes, facts: Mapping[str, Any], *, most_out: int, memory: int = MEMORY_MIB
) -> Iterator[tuple[dict[str, Any], BinaryIO]]:
    """Yield the answer of ``child/<task>.py`` about ``data``: its head, and the file behind it.

    Raises ``TooHeavy`` when the child needed more than it may have, ``Busy`` when others are
    before us for too long.
    """
    command = [sys.executable, "-I", str(CHILD), task, str(memory), str(SECONDS), str(most_out)]
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        CHILD.open("rb") as turn,
    ):
        given.write(data)
        given.seek(0)
        _take_turn(turn)
        child = subprocess.Popen(  # nosec B603 # words of our own; the file comes by stdin
            [*command, json.dumps(facts)],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise no.TooHeavy() from None
        finally:
            child.kill()
            child.wait()
            fcntl.flock(turn, fcntl.LOCK_UN)
        answer.seek(0)
        yield _head(child.returncode, answer), answer


def _take_turn(turn: BinaryIO) -> None:
    """Hold the lock that all servers of this installation share: memory is bounded for them all."""
    deadline = time.monotonic() + TURN
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Busy() from None
            time.sleep(0.05)


def _head(code: int, answer: BinaryIO) -> dict[str, Any]:
    if code != 0:
        raise no.TooHeavy()
    head: dict[str, Any] = json.loads(answer.readline())
    return head
