"""Honest troubles: what really befalls a house and looks, from the office, like hiding.

They befall houses before anyone decides to hide, so hiders have bad luck as often as the honest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.resort.houses import Houses

Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator

SHARE = 0.26  # of houses, besides those with troubles of the pen
TOLD = 0.5  # of closures that the office is told of


@dataclass(frozen=True)
class Fortunes:
    """What befalls F houses on T nights, (F, T) unless said.

    ``pull``: factor of demand · ``open``: share of units that can be sold · ``wave``: units asked
    for by the displaced, per unit · ``others``: people who are no guests, yet wash and heat ·
    ``shut``: closed, and the office was told · ``alone`` (F,): added chance of one in a double
    room · ``name`` (F,): of the trouble, "" = none.
    """

    pull: Numbers
    open: Numbers
    wave: Numbers
    others: Numbers
    shut: NDArray[np.bool_]
    alone: Numbers
    name: NDArray[np.str_]


@dataclass(frozen=True)
class House:
    """One house to which something happens: its row, its beds, its community's kind."""

    row: int
    beds: float
    kind: str
    weekday: NDArray[np.intp]
    dates: Dates


Fate = Callable[[Fortunes, House, slice, Rng], None]


def befall(houses: Houses, dates: Dates, first: int, rng: Rng) -> Fortunes:
    """Troubles of some houses; ``first``: the night at which the panel begins, after warming up."""
    shape = (len(houses), len(dates))
    fortunes = Fortunes(
        np.ones(shape),
        np.ones(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape, dtype=bool),
        np.zeros(len(houses)),
        np.full(len(houses), "", dtype="U16"),
    )
    weekday = (dates.astype("M8[D]").astype(int) + 3) % 7
    names, weight = list(FATES), np.array([share for share, *_ in FATES.values()], dtype=float)
    for row in np.flatnonzero(rng.random(len(houses)) < SHARE).tolist():
        kind = houses.kinds[houses.place[row]]
        name = names[rng.choice(len(names), p=weight / weight.sum())]
        if name == "winter_sleep" and (houses.rooms[row] > 25 or kind in ("ski", "city", "spa")):
            name = "poor_season"
        _, least, most, fate = FATES[name]
        length = rng.integers(least, most + 1)
        start = rng.integers(first, max(len(dates) - least, first + 1))
        house = House(row, float(houses.beds[row]), kind, weekday, dates)
        fate(fortunes, house, slice(start, start + length), rng)
        fortunes.name[row] = name
    return fortunes


def _repair(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    fortunes.open[house.row, when] = 0.0
    fortunes.shut[house.row, when] = rng.random() < TOLD


def _floor(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    fortunes.open[house.row, when] = rng.uniform(0.35, 0.75)


def _poor_season(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    fortunes.pull[house.row, when] = rng.uniform(0.3, 0.65)


def _rival(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """A new house next door: guests go over to it, week after week, and do not come back."""
    day = np.arange(fortunes.pull.shape[1] - when.start)
    lost, pace = rng.uniform(0.25, 0.6), rng.uniform(20, 60)
    fortunes.pull[house.row, when.start :] = 1 - lost * (1 - np.exp(-day / pace))


def _delisted(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    fortunes.pull[house.row, when] = rng.uniform(0.25, 0.55)


def _winter_sleep(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """Nobody heats a summer house; the owner seldom tells, as nothing is due."""
    month = house.dates.astype("M8[M]").astype(int) % 12 + 1
    asleep = (month >= rng.choice([10, 11, 12])) | (month <= rng.choice([2, 3, 4]))
    fortunes.open[house.row, asleep] = 0.0
    if rng.random() < TOLD / 2:
        fortunes.shut[house.row, asleep] = True


def _staff_let(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """Rooms let for months to seasonal staff or tenants: no tourists, and water all the same."""
    share = rng.uniform(0.2, 0.6)
    fortunes.open[house.row, when] = 1 - share
    fortunes.others[house.row, when] = share * house.beds * rng.uniform(0.5, 0.9)


def _wave(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """Displaced people, a children's camp or wounded soldiers fill the house, exempt."""
    fortunes.wave[house.row, when] = rng.uniform(0.2, 0.7)


def _kitchen(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """The restaurant closes: weekends and feasts, its strength, go elsewhere."""
    strong = np.isin(house.weekday[when], (3, 4, 5))
    fortunes.pull[house.row, when] *= np.where(strong, rng.uniform(0.25, 0.5), 0.9)


def _singles(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    fortunes.alone[house.row] = rng.uniform(0.35, 0.65)


def _blackouts(fortunes: Fortunes, house: House, when: slice, rng: Rng) -> None:
    """A quarter without its own generator: late guests turn away on many nights, not on all."""
    dark = rng.random(len(fortunes.pull[house.row, when])) < rng.uniform(0.3, 0.6)
    fortunes.pull[house.row, when] *= np.where(dark, 0.35, 0.95)


#: Trouble → weight, least and most nights, what it does.
FATES: dict[str, tuple[float, int, int, Fate]] = {
    "repair": (1.2, 14, 80, _repair),
    "floor": (1.1, 30, 200, _floor),
    "poor_season": (1.3, 60, 240, _poor_season),
    "rival": (0.9, 60, 60, _rival),
    "delisted": (0.8, 20, 75, _delisted),
    "winter_sleep": (1.2, 60, 60, _winter_sleep),
    "staff_let": (1.1, 60, 240, _staff_let),
    "wave": (1.0, 30, 200, _wave),
    "kitchen": (0.7, 45, 180, _kitchen),
    "singles": (0.7, 60, 60, _singles),
    "blackouts": (0.6, 30, 120, _blackouts),
}
