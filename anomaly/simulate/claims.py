"""Who hides, who has honest troubles, what each house declares and what its books keep."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anomaly.panel import Facilities
from anomaly.simulate.hard import Books
from anomaly.simulate.hiding import CLAIMS, Claim, House, consistent
from anomaly.simulate.readings import Truth
from anomaly.simulate.world import World

Numbers = NDArray[np.float64]
Text = NDArray[np.str_]


def cast(world: World, community: Text, rng: np.random.Generator) -> Text:
    """Say who hides and how, (F,): a fixed number, kinds by weight.

    "community" strikes whole communities, the next best in size first, until as many houses hide
    so as were asked for.
    """
    houses = len(community)
    kind = np.full(houses, "", dtype="U16")
    guilty = rng.choice(houses, size=round(world.share * houses), replace=False)
    kind[guilty] = rng.permutation(_turns(world.mix, len(guilty), rng))
    wanted = int(np.sum(kind == "community"))
    kind[kind == "community"] = ""
    towns, size = np.unique(community, return_counts=True)
    while wanted > 0:
        town = int(np.argmin(np.abs(size - wanted)))
        kind[community == towns[town]] = "community"
        wanted -= int(size[town])
        size[town] = 2 * houses  # struck
    return kind


def plague(world: World, kind: Text, rng: np.random.Generator) -> Text:
    """Give houses honest troubles, (F,); hiding ones make no typing errors."""
    chance = np.where(kind == "", world.hard, world.hard_hiders)
    hit = np.flatnonzero(rng.random(len(kind)) < chance)
    trouble = np.full(len(kind), "", dtype="U16")
    trouble[hit] = rng.permutation(_turns(world.troubles, len(hit), rng))
    trouble[(kind != "") & (trouble == "typing_error")] = ""
    return trouble


def _turns(weights: Mapping[str, float], count: int, rng: np.random.Generator) -> Text:
    """``count`` names as evenly by weight as whole numbers allow."""
    names, weight = list(weights), np.array([*weights.values()], dtype=float)
    turns = (np.arange(count) + rng.random()) / max(count, 1)
    place = np.searchsorted(np.cumsum(weight / weight.sum()), np.minimum(turns, 1 - 1e-9))
    return np.array(names, dtype="U16")[np.minimum(place, len(names) - 1)]


def declare(
    world: World,
    truth: Truth,
    kind: Text,
    shared: Numbers,
    books: Books,
    rng: np.random.Generator,
) -> None:
    """Write the claims of those who hide into the books."""
    towns, town_of = np.unique(truth.known.community, return_inverse=True)
    agreed = rng.uniform(world.weakest, world.strongest, len(towns))[town_of]
    strength = rng.uniform(world.weakest, world.strongest, len(kind))
    strength = np.where(kind == "community", agreed, strength)
    by_booking, careful = rng.random(len(kind)) < 0.5, rng.random(len(kind)) < world.careful
    apart = rng.spawn(1)[0]  # leaves the numbers above as they are in towns without these two
    whole = apart.random(len(kind)) < world.whole_stays
    spell = np.where(apart.random(len(kind)) < world.spells, apart.uniform(-0.3, 0.8, len(kind)), 0)
    for row in np.flatnonzero(kind != ""):
        house = House(
            truth.rooms[row],
            truth.guests[row],
            truth.arrivals[row],
            float(truth.known.beds[row]),
            shared[row],
            truth.nights,
            float(strength[row]),
            bool(by_booking[row]),
            bool(whole[row]),
        )
        claim = CLAIMS[str(kind[row])](house, rng)
        if np.array_equal(house.arrivals, house.guests):
            claim = (claim[0], claim[1], claim[1])  # where all leave, nobody claims otherwise
        if careful[row]:
            claim = consistent(claim)
        claim = _in_spell(claim, house, float(spell[row]))
        books.rooms_filed[row], books.guests_filed[row], books.arrivals_filed[row] = claim


def _in_spell(claim: Claim, house: House, spell: float) -> Claim:
    """The claim in the house's spell of hiding; what lies outside is declared as it was.

    ``spell``: share of the nights at the beginning that are honest; below 0, at the end; 0: none.
    """
    at = round(abs(spell) * len(house.guests))
    honest = slice(0, at) if spell >= 0 else slice(len(house.guests) - at, None)
    true = house.rooms, house.guests, house.arrivals
    for told, was in zip(claim, true, strict=True):
        told[honest] = was[honest]
    return claim


def reformed(
    world: World,
    truth: Truth,
    kind: Text,
    visits: tuple[NDArray[np.intp], NDArray[np.intp]],
    books: Books,
    rng: np.random.Generator,
) -> None:
    """Some who hide are honest for a month to a season from their first visit on.

    Half of them already on the evening itself: the visit then sees what is declared.
    """
    for row in np.unique(visits[0][kind[visits[0]] != ""]):
        start = int(visits[1][visits[0] == row].min() + (rng.random() < 0.5))
        stop = start + int(rng.integers(30, 200))
        if rng.random() < world.reform:
            books.rooms_filed[row, start:stop] = truth.rooms[row, start:stop]
            books.guests_filed[row, start:stop] = truth.guests[row, start:stop]
            books.arrivals_filed[row, start:stop] = truth.arrivals[row, start:stop]


def open_late(world: World, truth: Truth, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Empty the nights before newcomers opened, in the first half of the panel; returns them."""
    houses, nights = truth.guests.shape
    new = rng.random(houses) < world.newcomers
    first = np.where(new, rng.integers(0, max(nights // 2, 1), houses), 0)
    before = np.arange(nights) < first[:, None]
    truth.arrivals[new, first[new]] = truth.guests[new, first[new]]
    for sheet in (truth.rooms, truth.guests, truth.arrivals):
        sheet[before] = 0.0
    return np.asarray(before)


def keep_books(
    world: World,
    truth: Truth,
    before: NDArray[np.bool_],
    books: Books,
    rng: np.random.Generator,
) -> Facilities:
    """Lose what this world does not keep or know, and what was ``before`` a house opened, (F, T).

    Returns the register, which knows the day of opening of every other newcomer.
    """
    known, (houses, nights) = truth.known, books.guests_filed.shape
    books.lose(before)
    told = before.any(axis=1) & (rng.random(houses) < 0.5)
    opened = np.where(told, truth.nights.dates[before.sum(axis=1)], known.opened)
    often = world.missing * np.minimum(rng.gamma(1.0, 1.0, (houses, 1)), 6.0)
    books.lose(rng.random((houses, nights)) < np.minimum(often, 0.9))
    _miscount(world, books, rng)
    if not world.rooms_kept:
        books.rooms_filed[:] = np.nan
    if not world.arrivals_kept:
        books.arrivals_filed[:] = np.nan
    beds = np.where(rng.random(houses) < world.beds_unknown, np.nan, books.beds)
    rooms = np.where(rng.random(houses) < world.rooms_unknown, np.nan, books.rooms)
    return replace(known, beds=beds, rooms=rooms, opened=opened)


def _miscount(world: World, books: Books, rng: np.random.Generator) -> None:
    """Let some houses, honest or not, forget arrivals or count companies for people."""
    shape = books.guests_filed.shape
    sloppy = np.asarray(rng.random((shape[0], 1)) < world.sloppy)
    slip = sloppy & (rng.random(shape) < rng.uniform(0.02, 0.5, (shape[0], 1)))
    slip &= ~np.isnan(books.guests_filed)
    came = np.nan_to_num(books.arrivals_filed)
    company = np.nan_to_num(books.guests_filed) / np.maximum(np.nan_to_num(books.rooms_filed), 1.0)
    forgot = rng.binomial(came.astype(np.int64), 0.7)
    wrong = np.where(
        rng.random((shape[0], 1)) < 0.5, forgot, np.round(came / np.maximum(company, 1))
    )
    books.arrivals_filed[slip] = wrong[slip]
