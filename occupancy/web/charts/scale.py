"""Round numbers for an axis that begins at zero."""

from __future__ import annotations

import math


def step(top: float, parts: int = 5) -> int:
    """Return a whole step of 1, 2, 5, 10, 20 … so that about ``parts`` of them reach ``top``."""
    rough = max(top / parts, 1)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough))


def ticks(top: float, parts: int = 5) -> list[int]:
    """Return the marks of an axis from zero up to at most ``top``."""
    by = step(top, parts)
    return list(range(0, int(top) + 1, by))
