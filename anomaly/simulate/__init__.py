"""Made-up towns whose truth is known: for tests, thresholds and the demo region.

``simulate`` fills given facilities with nights; ``town`` makes the facilities too.
"""

from anomaly.simulate.hiding import KINDS
from anomaly.simulate.panels import Simulated, simulate
from anomaly.simulate.seasons import SEASONS
from anomaly.simulate.towns import town

__all__ = ["KINDS", "SEASONS", "Simulated", "simulate", "town"]
