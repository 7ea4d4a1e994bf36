"""Made-up facilities for simulated panels: communities, kinds, sizes."""

import numpy as np

from anomaly.panel import Facilities

CATEGORIES = ("hotel", "hostel", "apartment", "guesthouse")
WEIGHTS = (0.4, 0.15, 0.2, 0.25)
ROOMS = {"hotel": 32.0, "hostel": 12.0, "apartment": 5.0, "guesthouse": 10.0}  # median
SLEEPS = {"hotel": 2, "hostel": 4, "apartment": 3, "guesthouse": 2}  # beds in a room


def town(count: int, seed: int, communities: int = 4) -> tuple[Facilities, list[str]]:
    """Make ``count`` facilities in some communities; returns them and each one's season kind."""
    rng = np.random.default_rng([seed, 1])
    category = rng.choice(CATEGORIES, size=count, p=WEIGHTS)
    place = rng.choice(communities, size=count, p=_sizes(communities))
    rooms = np.array([ROOMS[name] for name in category]) * rng.lognormal(0, 0.5, count)
    rooms = np.clip(np.round(rooms), 2, 300)
    beds = rooms * np.array([SLEEPS[name] for name in category])
    kinds = ("city", "carpathian", "resort")
    season = [kinds[int(number) % 3] for number in place]
    made = Facilities.of(
        [f"f{number:06d}" for number in range(count)],
        community=[f"c{number:03d}" for number in place],
        category=list(category),
        stars=list(np.where(category == "hotel", rng.integers(2, 6, count), np.nan)),
        rooms=list(rooms),
        beds=list(beds),
        lat=list(49.8 - 0.3 * place + rng.normal(0, 0.02, count)),
        lon=list(24.0 - 0.2 * place + rng.normal(0, 0.03, count)),
    )
    return made, season


def _sizes(communities: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    raw = 1.0 / np.arange(1, communities + 1)
    share: np.ndarray[tuple[int], np.dtype[np.float64]] = raw / raw.sum()
    return share
