"""A panel with its truth beside it, as every method of the benchmark meets it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Checks, Evidence, Panel

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Given:
    """What a method is told: the panel, and whatever else there is.

    ``country``: whose holidays count, "" = none · ``seed``: for methods that draw numbers.
    """

    panel: Panel
    evidence: Evidence | None
    checks: Checks | None
    country: str
    seed: int


@dataclass(frozen=True)
class Case:
    """F facilities x T nights and what is true of them.

    ``true_guests`` (F, T): people who slept there · ``kind`` (F,): way of hiding, "" = honest ·
    ``setting``: which of ``SETTINGS`` it shows · ``source``: where the nights come from.
    """

    source: str
    setting: str
    seed: int
    given: Given
    true_guests: Numbers
    kind: NDArray[np.str_]

    @property
    def filed(self) -> NDArray[np.bool_]:
        """Nights that were filed, (F, T)."""
        return ~np.isnan(self.given.panel.guests)

    @property
    def guilty(self) -> NDArray[np.bool_]:
        """Facilities that hide, (F,)."""
        return self.kind != ""

    @property
    def hidden(self) -> Numbers:
        """Guests hidden on each filed night, (F, T); 0 for the honest, even if they mistyped."""
        gap = np.nan_to_num(self.true_guests - self.given.panel.guests)
        return np.where(self.guilty[:, None], gap, 0.0)

    @property
    def declared_nights(self) -> Numbers:
        """Guest-nights declared, (F,)."""
        return np.nansum(self.given.panel.guests, axis=1)

    @property
    def true_nights(self) -> Numbers:
        """Guest-nights that were, on the filed nights, (F,); the declared ones for the honest."""
        return self.declared_nights + self.hidden.sum(axis=1)


@dataclass(frozen=True)
class Setting:
    """What is known and who hides in a family of panels.

    ``evidence``: share of what could be known from outside that is, 0 … 1 · ``checks``: share of
    facilities visited before · ``share``: of facilities that hide · ``community``: one whole
    community hides together as well · ``arrivals``: whether arrivals are filed.
    """

    evidence: float = 0.0
    checks: float = 0.0
    share: float = 0.13
    community: bool = False
    arrivals: bool = True


#: Name → what it means; the same for every source. New ones come last: places make random numbers.
SETTINGS: dict[str, Setting] = {
    "none": Setting(),
    "sparse": Setting(evidence=0.25),
    "full": Setting(evidence=0.85, checks=0.05),
    "honest": Setting(share=0.0),
    "collusion": Setting(evidence=0.85, checks=0.05, share=0.06, community=True),
    "no_arrivals": Setting(arrivals=False),
    "honest_full": Setting(evidence=0.85, checks=0.05, share=0.0),
}
