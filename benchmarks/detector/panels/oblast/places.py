"""Communities of the oblast that have houses to stay in, and what draws people there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator

#: What draws people: the city, mineral water, snow, the road, or the country.
SORTS = ("city", "spa", "ski", "road", "country")
EVENNESS = 70.0  # of the shares of communities from panel to panel; larger = more alike


@dataclass(frozen=True)
class Place:
    """A community: centre in degrees, ``weight`` = its usual share of the oblast's houses."""

    name: str
    sort: str
    lat: float
    lon: float
    weight: float


#: Shares follow the order of tourist tax paid: Lviv, Truskavets, Skhidnytsia, Slavske, Zymna Voda.
PLACES = (
    Place("Lvivska", "city", 49.842, 24.032, 0.27),
    Place("Truskavetska", "spa", 49.278, 23.506, 0.16),
    Place("Skhidnytska", "spa", 49.228, 23.350, 0.09),
    Place("Morshynska", "spa", 49.155, 23.873, 0.07),
    Place("Slavska", "ski", 48.847, 23.450, 0.14),
    Place("Skolivska", "ski", 49.037, 23.513, 0.07),
    Place("Zymnovodivska", "road", 49.825, 23.886, 0.06),
    Place("Sokilnytska", "road", 49.780, 23.979, 0.04),
    Place("Zhovkivska", "country", 50.056, 23.971, 0.05),
    Place("Yavorivska", "country", 49.940, 23.393, 0.05),
)


def settle(count: int, rng: Rng) -> NDArray[np.intp]:
    """Place (number in ``PLACES``) of each of ``count`` houses, in no order."""
    usual = np.array([place.weight for place in PLACES])
    shares = rng.dirichlet(usual * EVENNESS)
    return rng.choice(len(PLACES), count, p=shares).astype(np.intp)
