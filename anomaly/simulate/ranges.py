"""What a parameter of a town may be, and how a random town draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from anomaly.errors import BadInput


@dataclass(frozen=True)
class Range:
    """A number from ``low`` to ``high``; ``draw`` is the prior's span inside it.

    log: even in the logarithm; off: chance that a drawn town does without (0).
    """

    low: float
    high: float
    draw: tuple[float, float]
    log: bool = False
    off: float = 0.0
    whole: bool = False

    def pick(self, rng: np.random.Generator) -> float:
        """Draw from the prior."""
        first, last = self.draw
        turn, without = rng.random(), rng.random() < self.off
        if without:
            return 0.0
        if self.log:
            return round(float(first * (last / first) ** turn), 4)
        return round(float(first + (last - first) * turn), 4)

    def check(self, name: str, value: object) -> None:
        """Raise ``BadInput`` ``world.range`` unless ``value`` is a number of this range."""
        kinds = (int,) if self.whole else (int, float)
        fits = isinstance(value, kinds) and not isinstance(value, bool)
        if not fits or not self.low <= value <= self.high:  # type: ignore[operator]
            told = f"a {'whole ' * self.whole}number from {self.low:g} to {self.high:g}"
            raise BadInput("world.range", field=name, value=value, mend=told)


def number(
    default: float,
    low: float,
    high: float,
    draw: tuple[float, float],
    *,
    log: bool = False,
    off: float = 0.0,
) -> Any:
    """Declare a field with its default, its lawful range and its prior."""
    span = Range(low, high, draw, log, off)
    return field(default=default, metadata={"range": span})


def count(default: int, low: int, high: int, draw: tuple[int, int]) -> Any:
    """Declare a field of whole numbers with its default, its lawful range and its prior."""
    span = Range(low, high, draw, whole=True)
    return field(default=default, metadata={"range": span})


def check_weights(name: str, value: object, known: Sequence[str]) -> None:
    """Raise ``BadInput`` ``world.weights`` unless ``value`` gives known names weights >= 0."""
    mend = f"weights from 0 to 1000, not all 0, of {', '.join(known)}"
    if not isinstance(value, Mapping):
        raise BadInput("world.weights", field=name, value=value, mend=mend)
    for key, weight in value.items():
        number_ = isinstance(weight, int | float) and not isinstance(weight, bool)
        if key not in known or not number_ or not 0 <= weight <= 1000:
            raise BadInput("world.weights", field=f"{name}.{key}", value=weight, mend=mend)
    if not sum(value.values()) > 0:
        raise BadInput("world.weights", field=name, value=dict(value), mend=mend)
