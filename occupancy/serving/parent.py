"""A process that another one started does not outlive it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

#: Tells a child the process id of `occupancy serve` that started it.
VARIABLE = "OCCUPANCY_BESIDE"

_PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """Ask Linux to send this process SIGTERM when ``parent`` dies, even by ``kill -9``."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        os.kill(os.getpid(), signal.SIGTERM)
