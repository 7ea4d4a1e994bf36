"""Grow the judge's forests and measure its curves: by hand, never in a scan.

``learn()`` writes everything in ``anomaly/data``. Seeds of towns: 1 … 99,999 are for learning;
tests, benchmarks and published figures use others.
"""

from anomaly.learn.lessons import learn

__all__ = ["learn"]
