"""Made-up towns whose truth is known: for learning, tests, thresholds and the demo region.

``make`` makes the town of a ``World`` (``World.draw`` draws one), ``from_series`` makes it of real
nights, ``made_of`` of either; ``simulate`` fills given facilities with the calm nights of
``World()``; ``town`` makes such facilities.
"""

from anomaly.simulate.panels import Simulated, make, simulate
from anomaly.simulate.seasons import SEASONS
from anomaly.simulate.series import from_series, made_of
from anomaly.simulate.towns import town
from anomaly.simulate.world import KINDS, TROUBLES, World

__all__ = [
    "KINDS",
    "SEASONS",
    "TROUBLES",
    "Simulated",
    "World",
    "from_series",
    "made_of",
    "make",
    "simulate",
    "town",
]
