"""The learned judge: from the figures of a house to odds, kinds and the size of what is hidden.

Gradient-boosted forests (G. Ke et al., "LightGBM", NeurIPS 2017), grown by ``anomaly.learn``
on many unlike made-up towns in which it is known who hides: the odds of hiding; the way of hiding,
given that a house hides; the honest trouble, given that it does not; the hidden share of the
house's places, in steps, given that it hides; and whether a group hides as one
(``anomaly.together``). They see figures only, never which house it is.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from anomaly import kept

Numbers = NDArray[np.float64]

FORESTS = ("odds", "kinds", "troubles", "shares", "together")
# Hidden guest-nights as a share of places times filed nights: the steps of the forest "shares".
STEPS = np.array(
    [0, 0.004, 0.008, 0.014, 0.022, 0.033, 0.048, 0.066, 0.09, 0.12, 0.16, 0.21, 0.28, 0.38, 1]
)


@dataclass(frozen=True)
class Model:
    """``names``: figures in the order of the columns · ``usual``: spread of each ``.z`` figure ·
    ``prior``: share that hid among the houses learned on · ``sizes``: mean share in each step ·
    ``shared_names`` and ``together``: columns of the forest of groups, and the share of the groups
    learned on that hid as one · ``scale``, ``tail``: see ``anomaly.hidden_total``.
    """

    names: tuple[str, ...]
    usual: Mapping[str, float]
    prior: float
    sizes: Numbers
    shared_names: tuple[str, ...]
    together: float
    scale: float
    tail: float
    forests: Mapping[str, lightgbm.Booster]


@dataclass(frozen=True)
class Opinion:
    """What the forests say of F houses.

    ``log_odds`` (F,): log likelihood ratio of hiding against honesty, the prior taken off ·
    ``kinds`` (F, K): weights of ``reasons.KINDS`` given hiding · ``troubles`` (F, H + 1): of no
    trouble and of ``reasons.HONEST`` given honesty · ``shares`` (F, S): chance of each step of
    ``STEPS`` given hiding. Rows sum to one.
    """

    log_odds: Numbers
    kinds: Numbers
    troubles: Numbers
    shares: Numbers


@lru_cache(maxsize=1)
def model() -> Model:
    """Read the forests; they are part of the package."""
    told = kept.read("model.json")
    forests = {
        name: lightgbm.Booster(
            model_str=gzip.decompress((kept.FOLDER / f"{name}.txt.gz").read_bytes()).decode("ascii")
        )
        for name in FORESTS
    }
    return Model(
        tuple(told["names"]),
        told["usual"],
        told["prior"],
        np.array(told["sizes"]),
        tuple(told["shared_names"]),
        told["together"],
        told["scale"],
        told["tail"],
        forests,
    )


def opinion(table: Numbers) -> Opinion:
    """Ask the forests about houses (F, D), columns as in ``Model.names``."""
    known = model()

    def ask(name: str) -> Numbers:
        return np.asarray(known.forests[name].predict(table, num_threads=1), dtype=np.float64)

    chance = np.clip(ask("odds"), 1e-9, 1 - 1e-9)
    return Opinion(logit(chance) - logit(known.prior), ask("kinds"), ask("troubles"), ask("shares"))
