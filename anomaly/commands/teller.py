"""Tells on stderr how far a piece of work is."""

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
