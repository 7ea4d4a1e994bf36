"""Labels on one line that make room for each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: How wide a character of the 12 px chart type is taken to be, and the gap between two labels.
CHARACTER, GAP = 6.6, 8.0


@dataclass(frozen=True)
class Label:
    """Words centred at ``x``."""

    x: float
    words: str

    @property
    def half(self) -> float:
        """Return half of the width that the words take."""
        return len(self.words) * CHARACTER / 2


def spread(labels: Iterable[Label], left: float, right: float) -> list[Label]:
    """Return the labels in order, moved as little as keeps them apart and between the edges.

    When there is too little room for all of them the right edge is kept and the left ones meet.
    """
    placed: list[Label] = []
    edge = left - GAP
    for label in sorted(labels, key=lambda each: each.x):
        x = max(label.x, edge + GAP + label.half)
        placed.append(Label(x, label.words))
        edge = x + label.half
    edge = right + GAP
    for index in range(len(placed) - 1, -1, -1):
        label = placed[index]
        x = max(min(label.x, edge - GAP - label.half), left + label.half)
        placed[index] = Label(x, label.words)
        edge = x - label.half
    return placed
