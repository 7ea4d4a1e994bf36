"""What a method says of a panel: one door for all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """F facilities in the panel's order; None = the method does not claim that.

    ``guilt`` (F,): the likelier to hide the higher · ``visits`` (F,): highest first is the order of
    inspections · ``gap`` (F,): expected hidden guest-nights, not clipped · ``low``/``high`` (F,):
    90 % limits of the true guest-nights of the filed nights · ``p`` (F,): of honesty · ``q`` (F,):
    its own q-values, else Benjamini-Hochberg on ``p`` · ``day_score`` (F, T): the likelier to hold
    hidden guests the higher · ``day_p`` (F, T): of an honest night · ``seconds``: what it counts as
    its own time, None = all that its call took.
    """

    guilt: Numbers
    visits: Numbers
    gap: Numbers | None = None
    low: Numbers | None = None
    high: Numbers | None = None
    p: Numbers | None = None
    q: Numbers | None = None
    day_score: Numbers | None = None
    day_p: Numbers | None = None
    seconds: float | None = None


#: Raises ``LookupError`` with the reason where it cannot run at all.
Method = Callable[[Given], Answer]
