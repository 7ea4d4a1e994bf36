"""How fast a stranger may try codes of papers: wrong ones are counted by address, in memory.

A code has 128 random bits, so guessing is hopeless at any speed; this keeps a guesser from
costing everybody else the server (threat 8). Each process counts for itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

#: Wrong codes from one address within ``WINDOW`` seconds before it has to wait.
ALLOWED, WINDOW = 30, 60.0
#: Addresses remembered at once; the one that was silent longest is forgotten first.
REMEMBERED = 10_000


class Slowing:
    """Counts wrong tries by address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str, at: float) -> int:
        """Return the seconds until ``address`` may try again, 0 when it may now."""
        with self._lock:
            moments = self._recent(address, at)
            return 0 if len(moments) < ALLOWED else int(moments[0] + WINDOW - at) + 1

    def wrong(self, address: str, at: float) -> None:
        """Count one wrong try at ``at``, in seconds of a clock that never goes back."""
        with self._lock:
            moments = self._recent(address, at)
            moments.append(at)
            self._wrong[address] = moments
            self._wrong.move_to_end(address)
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)

    def _recent(self, address: str, at: float) -> deque[float]:
        moments = self._wrong.get(address, deque(maxlen=ALLOWED))
        while moments and moments[0] <= at - WINDOW:
            moments.popleft()
        return moments
