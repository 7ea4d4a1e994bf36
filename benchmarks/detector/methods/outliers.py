"""Outlier detectors of PyOD with their usual settings, on shape features.

They say who is odd, nothing of nights; for those a sensible user takes the difference to the peers'
median, and visits first who is odd, far below and large.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.methods.against_peers import differences, nights_below
from benchmarks.detector.methods.answer import Answer, Method
from benchmarks.detector.methods.features import features
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]


def detector(module: str, name: str, settings: Callable[[Given], dict[str, Any]]) -> Method:
    """A method that judges by the class ``name`` of ``pyod.models.<module>``."""

    def judge(given: Given) -> Answer:
        try:
            kind = getattr(import_module(f"pyod.models.{module}"), name)
        except ImportError as missing:
            raise LookupError(f"PyOD is not installed ({missing.name})") from missing
        table = features(given)
        found = kind(**settings(given)).fit(table)
        guilt = np.nan_to_num(np.asarray(found.decision_scores_, dtype=float))
        below = differences(given.panel, robust=True)
        gap, _ = nights_below(given.panel, below)
        return Answer(
            guilt=guilt,
            visits=worth_a_visit(given, guilt, gap),
            gap=gap,
            day_score=-below.nightly / below.nightly_spread,
        )

    return judge


def worth_a_visit(given: Given, guilt: Numbers, gap: Numbers) -> Numbers:
    """Order of visits (F,) that found the most hidden nights of seven tried, on seeds 1 to 4."""
    declared = np.nansum(given.panel.guests, axis=1)
    order: Numbers = shares_below(guilt) ** 8 * (np.maximum(gap, 0.0) + 0.2 * declared)
    return order


def shares_below(values: Numbers) -> Numbers:
    """For each value the share of values that are no higher, in (0, 1]."""
    ordered = np.sort(values)
    share: Numbers = np.searchsorted(ordered, values, side="right") / len(values)
    return share


isolation_forest = detector("iforest", "IForest", lambda given: {"random_state": given.seed})
ecod = detector("ecod", "ECOD", lambda given: {})
lof = detector("lof", "LOF", lambda given: {})
knn = detector("knn", "KNN", lambda given: {})
