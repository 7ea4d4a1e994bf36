"""Grow the forests on houses whose truth is known."""

import gzip
from collections.abc import Mapping

import lightgbm
import numpy as np
from numpy.typing import NDArray

from anomaly import kept, together
from anomaly.learn.houses import Houses
from anomaly.model import LEVELS, SMALL
from anomaly.reasons import HONEST, KINDS

Numbers = NDArray[np.float64]

SHAPE = {
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
ROUNDS = {"odds": 600, "kinds": 120, "troubles": 60, "size": 400, "spread": 150, "together": 150}
LEAVES = {"odds": 63, "size": 31, "together": 7}
LEAST_IN_LEAF = {"odds": 100}
HALVES = 2  # of the houses: one tells how far the sizes learned from the other are off
LEAST_OFF = 0.05  # in log shares: the logarithm of nothing must not count
ENDS = (0.0025, 0.9975)  # instead of the least and the largest error ever met


def grow(houses: Houses, names: tuple[str, ...]) -> dict[str, lightgbm.Booster]:
    """Grow the forests of houses but those of sizes; deterministic for the same houses."""
    table = houses.table(names)
    hides = houses.hides
    many = {"objective": "multiclass"}
    return {
        "odds": _forest("odds", table, hides, {"objective": "binary"}),
        "kinds": _forest("kinds", table[hides], houses.kind[hides], many, len(KINDS)),
        "troubles": _forest(
            "troubles", table[~hides], houses.trouble[~hides], many, len(HONEST) + 1
        ),
    }


def grow_sizes(
    houses: Houses, names: tuple[str, ...]
) -> tuple[dict[str, lightgbm.Booster], Numbers]:
    """Grow the forests of log shares and of their spread; quantiles (Q,) of the errors, at LEVELS.

    The errors are those of forests that had not seen the houses, in units of the spread.
    """
    hidden = houses.hides & (houses.kind != KINDS.index("EXEMPT_SHARE_HIGH"))
    table, size = houses.table(names)[hidden], np.log(houses.share[hidden] + SMALL)
    plain = {"objective": "regression"}
    half = np.arange(len(size)) * HALVES // len(size)  # towns in one piece, but for one
    off = np.empty(len(size))
    for number in range(HALVES):
        unseen = half == number
        other = _forest("size", table[~unseen], size[~unseen], plain)
        off[unseen] = size[unseen] - np.asarray(other.predict(table[unseen]))
    spread = _forest("spread", table, np.log(np.abs(off) + LEAST_OFF), plain)
    errors = np.quantile(off / np.exp(np.asarray(spread.predict(table))), np.clip(LEVELS, *ENDS))
    return {"size": _forest("size", table, size, plain), "spread": spread}, errors


def grow_together(
    houses: Houses, names: tuple[str, ...]
) -> tuple[dict[str, lightgbm.Booster], float]:
    """Grow the forest of groups; and the share of the groups that hid as one."""
    groups = [rows for rows in houses.groups() if len(rows) >= together.LEAST_HOUSES]
    table = [
        together.as_row({name: houses.figures[name][rows] for name in names}, names)
        for rows in groups
    ]
    truth = np.array([houses.together[rows].mean() > 0.5 for rows in groups])
    forest = _forest("together", np.array(table), truth, {"objective": "binary"})
    return {"together": forest}, float(truth.mean())


def _forest(
    name: str, table: Numbers, truth: NDArray[np.generic], more: Mapping[str, str], classes: int = 1
) -> lightgbm.Booster:
    settings = {**SHAPE, **more, "num_class": classes, "num_threads": 2}
    settings["num_leaves"] = LEAVES.get(name, SHAPE["num_leaves"])
    settings["min_data_in_leaf"] = LEAST_IN_LEAF.get(name, SHAPE["min_data_in_leaf"])
    return lightgbm.train(settings, lightgbm.Dataset(table, truth.astype(float)), ROUNDS[name])


def write(forests: Mapping[str, lightgbm.Booster], told: Mapping[str, object]) -> None:
    """Write the forests (packed, the same bytes each time) and what goes with them."""
    for name, forest in forests.items():
        packed = gzip.compress(forest.model_to_string().encode("ascii"), 9, mtime=0)
        (kept.FOLDER / f"{name}.txt.gz").write_bytes(packed)
    kept.write("model.json", told)
