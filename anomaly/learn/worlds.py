"""Towns to learn on: as unlike each other as ``World.draw`` makes them."""

from dataclasses import replace

import numpy as np

from anomaly.panel import Panel
from anomaly.simulate import Simulated, World, from_series, make

HIDING = (0.05, 0.5)  # share of houses that hide: more than in life, to see more of it
MOST_HOUSES = 400


def mixed(seed: int, real: Panel | None) -> Simulated:
    """A town where many hide; every fourth is made of the ``real`` nights, if there are any."""
    rng = np.random.default_rng([seed, 11])
    world = _modest(World.draw(rng))
    return _made(replace(world, share=float(rng.uniform(*HIDING))), seed, real)


def honest(seed: int, real: Panel | None) -> Simulated:
    """A town where nobody hides."""
    rng = np.random.default_rng([seed, 12])
    return _made(replace(_modest(World.draw(rng)), share=0.0), seed, real)


def _made(world: World, seed: int, real: Panel | None) -> Simulated:
    if real is not None and seed % 4 == 0:
        return from_series(real, seed, world)
    return make(world, seed)


def _modest(world: World) -> World:
    """The world without its last communities where it is very large."""
    kept: list[int] = []
    total = 0
    for size in world.communities:
        if not kept or total + size <= MOST_HOUSES:
            kept.append(size)
            total += size
    return replace(world, communities=tuple(kept))
