"""Waiting for signals without missing one and without working in a handler."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterable


class Waking:
    """Catches signals; ``wait`` sleeps until one comes and returns all that came."""

    def __init__(self, numbers: Iterable[signal.Signals]) -> None:
        self._reader, writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, _heard)

    def wait(self, seconds: float) -> list[signal.Signals]:
        """Return the signals that came, at the latest after so many seconds."""
        select.select([self._reader], [], [], seconds)
        try:
            return [signal.Signals(each) for each in os.read(self._reader, 4096)]
        except BlockingIOError:
            return []


def _heard(_number: int, _frame: object) -> None:
    """Do nothing: the number has gone through the pipe already."""
