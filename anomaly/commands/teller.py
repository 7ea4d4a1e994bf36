"""Tells on stderr how far a piece of work is, and how long its phases took."""

import sys
import time

PATIENCE = 2.0  # seconds without a word before progress is told


class Teller:
    """Tells on stderr how far a piece of work is, once it takes longer than ``PATIENCE``."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.last = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.last >= PATIENCE:
            print(f"{done}/{of} {self.what}", file=sys.stderr, flush=True)
            self.last = time.monotonic()


class Laps:
    """Seconds that the phases of a piece of work took, one after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = time.monotonic()

    def end(self, phase: str) -> None:
        """Note the end of a phase that began with the end of the one before."""
        now = time.monotonic()
        self.seconds[phase], self.last = now - self.last, now

    def __str__(self) -> str:
        return ", ".join(f"{phase} {took:.2f} s" for phase, took in self.seconds.items())
