"""Towns to learn on: as unlike each other as ``World.draw`` makes them."""

from dataclasses import replace

import numpy as np

from anomaly.panel import Panel
from anomaly.simulate import Simulated, World, made_of

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


def few_hide(seed: int, real: Panel | None) -> Simulated:
    """A town where as many hide as in life, perhaps: one in seven."""
    rng = np.random.default_rng([seed, 13])
    return _made(replace(_modest(World.draw(rng)), share=0.14), seed, real)


def colluding(seed: int, real: Panel | None) -> Simulated:
    """A town of three communities or more; in two of three, some of them hide as one."""
    rng = np.random.default_rng([seed, 14])
    world = _modest(World.draw(rng))
    sizes = (*world.communities, *rng.integers(8, 60, 3).tolist())
    mix = dict(world.mix)
    mix["community"] = sum(mix.values()) * (2.0 if seed % 3 else 0.0)
    share = float(rng.uniform(0.1, 0.4))
    return _made(replace(world, communities=sizes, mix=mix, share=share), seed, real)


def _made(world: World, seed: int, real: Panel | None) -> Simulated:
    return made_of(world, seed, real if seed % 4 == 0 else None)


def _modest(world: World) -> World:
    """The world without its last communities where it is very large."""
    kept: list[int] = []
    total = 0
    for size in world.communities:
        if not kept or total + size <= MOST_HOUSES:
            kept.append(size)
            total += size
    return replace(world, communities=tuple(kept))
