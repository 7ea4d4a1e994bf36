"""The learned judge: from the figures of a house to odds, kinds and the size of what is hidden.

Gradient-boosted forests (G. Ke et al., "LightGBM", NeurIPS 2017), grown by ``anomaly.learn``
on many unlike made-up towns in which it is known who hides: the odds of hiding; the way of hiding,
given that a house hides; the honest trouble, given that it does not; the logarithm of the hidden
share of the house's places, given that it hides, and how far off that is; and whether a group hides
as one (``anomaly.together``). They see figures only, never which house it is.
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

FORESTS = ("odds", "kinds", "troubles", "size", "spread", "together")
#: Levels of the quantiles of hidden guest-nights, as a share of places times filed nights.
LEVELS = np.linspace(0.0, 1.0, 41)
SMALL = 0.001  # added to a share before its logarithm is taken


@dataclass(frozen=True)
class Model:
    """``names``: figures in the order of the columns · ``usual``: spread of each ``.z`` figure ·
    ``prior``: share that hid among the houses learned on · ``errors``: quantiles at ``LEVELS`` of
    what the forest of sizes is off, in units of its spread · ``shared_names`` and ``together``:
    columns of the forest of groups, and the share of the groups learned on that hid as one ·
    ``scale``, ``price``: see ``anomaly.hidden_total``.
    """

    names: tuple[str, ...]
    usual: Mapping[str, float]
    prior: float
    errors: Numbers
    shared_names: tuple[str, ...]
    together: float
    scale: float
    price: float
    forests: Mapping[str, lightgbm.Booster]


@dataclass(frozen=True)
class Opinion:
    """What the forests say of F houses.

    ``log_odds`` (F,): log likelihood ratio of hiding against honesty, the prior taken off ·
    ``kinds`` (F, K): weights of ``reasons.KINDS`` given hiding · ``troubles`` (F, H + 1): of no
    trouble and of ``reasons.HONEST`` given honesty; rows of both sum to one · ``sizes`` (F, Q):
    hidden share of the places at ``LEVELS``, given hiding, 0 … 1, rising along each row.
    """

    log_odds: Numbers
    kinds: Numbers
    troubles: Numbers
    sizes: Numbers


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
        np.array(told["errors"]),
        tuple(told["shared_names"]),
        told["together"],
        told["scale"],
        told["price"],
        forests,
    )


def opinion(table: Numbers) -> Opinion:
    """Ask the forests about houses (F, D), columns as in ``Model.names``."""
    known = model()

    def ask(name: str) -> Numbers:
        return np.asarray(known.forests[name].predict(table, num_threads=1), dtype=np.float64)

    chance = np.clip(ask("odds"), 1e-9, 1 - 1e-9)
    middle, spread = ask("size")[:, None], np.exp(ask("spread"))[:, None]
    sizes = np.clip(np.exp(middle + spread * known.errors) - SMALL, 0.0, 1.0)
    return Opinion(logit(chance) - logit(known.prior), ask("kinds"), ask("troubles"), sizes)
