"""Rows of unequal length, laid end to end in one long column."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Ragged:
    """F rows; row f lies at ``starts[f]`` … ``starts[f + 1]`` (not included); (F + 1,)."""

    starts: Rows

    @classmethod
    def of_lengths(cls, lengths: Rows) -> "Ragged":
        """Lay rows of these lengths, (F,), end to end."""
        return cls(np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp))

    @property
    def lengths(self) -> Rows:
        """How long each row is, (F,)."""
        return np.diff(self.starts)

    def places(self, rows: Rows) -> Rows:
        """Places in the long column of all of ``rows``, one row after the other."""
        lengths = self.lengths[rows]
        ends = np.cumsum(lengths)
        shift = self.starts[rows] - (ends - lengths)
        return np.repeat(shift, lengths) + np.arange(ends[-1] if len(ends) else 0)
