"""Whether all houses of a group hide: nothing inside the group tells one of them from the others.

A forest looks at the group as a whole: what it uses of water and power for a declared guest, how
its readings go with its books, what visits counted in it, how full and how large its houses are.
Without any reading or visit it is not asked: books alone cannot tell a community that hides from
one that is poor, and finer figures of the books differ from one country's houses to another's more
than they do by hiding.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from anomaly import robust
from anomaly.features.outside import APART
from anomaly.model import model

Numbers = NDArray[np.float64]

RATE = 0.01  # of the groups hide as one, before anything is seen; a belief, as nobody has counted
LEAST_HOUSES = 4
OUTSIDE = ("readings_", "visits", *APART)
PLAIN = ("houses", "places", "level", "level.wide", "level.middle", "rooms_all", "top_of_places")


def chance(figures: Mapping[str, Numbers], enough: NDArray[np.bool_]) -> float:
    """Probability that the judged houses of a group hide together; 0 where nothing could tell.

    ``figures``: of ``anomaly.features.describe``, each (F,) · ``enough`` (F,): judged.
    """
    known = model()
    seen = {name: values[enough] for name, values in figures.items()}
    if enough.sum() < LEAST_HOUSES or not anything_known(seen):
        return 0.0
    table = as_row(seen, known.shared_names)[None]
    said = np.asarray(known.forests["together"].predict(table, num_threads=1))
    odds = logit(np.clip(said[0], 1e-6, 1 - 1e-6)) - logit(known.together)
    return float(expit(odds + logit(RATE)))


def tells(name: str) -> bool:
    """Whether a figure of houses is looked at for the group as a whole."""
    return name in PLAIN or (name.startswith(OUTSIDE) and not name.endswith(".z"))


def anything_known(figures: Mapping[str, Numbers]) -> bool:
    """Whether a reading or a visit says anything of the group."""
    told = np.any(~np.isnan(figures["readings_excess"]))
    return bool(told or np.any(figures["visits"] > 0))


def as_row(figures: Mapping[str, Numbers], names: Sequence[str]) -> Numbers:
    """Middle of each figure among the houses of a group, (D,); unknown where all are."""
    blank = np.full(len(figures["houses"]), np.nan)
    return robust.median(np.array([figures.get(name, blank) for name in names]))
