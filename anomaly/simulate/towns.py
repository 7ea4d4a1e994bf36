"""Made-up facilities for simulated panels: communities, kinds, sizes."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anomaly.panel import Facilities
from anomaly.simulate.world import World

ROOMS = {"hotel": 32.0, "hostel": 12.0, "apartment": 5.0, "guesthouse": 10.0, "sanatorium": 70.0}
SLEEPS = {"hotel": 2, "hostel": 4, "apartment": 3, "guesthouse": 2, "sanatorium": 2}


def places(world: World, seed: int) -> tuple[Facilities, list[str]]:
    """Make a world's facilities (ROOMS is the median, SLEEPS the beds in a room), and each
    one's kind of place."""
    rng = np.random.default_rng([seed, 1])
    place = rng.permutation(np.repeat(np.arange(len(world.communities)), world.communities))
    weights = np.array([*world.categories.values()], dtype=float)
    category = rng.choice([*world.categories], size=len(place), p=weights / weights.sum())
    rooms = world.size * np.array([ROOMS[name] for name in category])
    rooms = np.clip(np.round(rooms * rng.lognormal(0, world.size_spread, len(place))), 2, 2000)
    made = Facilities.of(
        [f"f{number:06d}" for number in range(len(place))],
        community=[f"c{number:03d}" for number in place],
        category=list(category),
        stars=list(np.where(category == "hotel", rng.integers(2, 6, len(place)), np.nan)),
        rooms=list(rooms),
        beds=list(rooms * np.array([SLEEPS[name] for name in category])),
        lat=list(49.8 - 0.3 * (place % 100) + rng.normal(0, 0.02, len(place))),
        lon=list(24.0 - 0.2 * (place % 100) + rng.normal(0, 0.03, len(place))),
    )
    return made, [world.seasons[int(number) % len(world.seasons)] for number in place]


def shrunk(known: Facilities, share: NDArray[np.float64]) -> Facilities:
    """The facilities with a ``share`` of their rooms, (F,) in 0 … 1, each with as many beds."""
    rooms = np.maximum(np.round(known.rooms * share), 1.0)
    return replace(known, rooms=rooms, beds=rooms * np.round(known.beds / known.rooms))


def sizes(houses: int, communities: int) -> tuple[int, ...]:
    """Share houses out to communities, the second half as large as the first, and so on."""
    raw = 1.0 / np.arange(1, communities + 1)
    edges = np.round(houses * np.cumsum(raw) / raw.sum()).astype(int)
    return tuple(size for size in np.diff(edges, prepend=0).tolist() if size)


def town(count: int, seed: int, communities: int = 4) -> tuple[Facilities, list[str]]:
    """Make ``count`` facilities in some communities; returns them and each one's season kind."""
    return places(World(communities=sizes(count, communities)), seed)
