"""Make a town whose truth is known: what was, what is declared and what others saw of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from anomaly.calendar import Calendar, calendar
from anomaly.outside import Checks, Evidence
from anomaly.panel import Facilities, Panel
from anomaly.simulate.claims import cast, declare, keep_books, open_late, plague, reformed
from anomaly.simulate.hard import Books, change_stays, shape_demand, write_books
from anomaly.simulate.readings import Truth, readings
from anomaly.simulate.seasons import SEASONS
from anomaly.simulate.stays import stays
from anomaly.simulate.towns import places
from anomaly.simulate.visits import as_checks, plan, visit
from anomaly.simulate.wants import common, own, resting
from anomaly.simulate.world import EVEN_MIX, KINDS, World

Numbers = NDArray[np.float64]

STAY = {"hostel": 0.8, "apartment": 1.4, "sanatorium": 1.5}  # of the season's mean stay
PARTY = {"hostel": 1.3, "apartment": 2.3, "guesthouse": 2.0}  # guests in a room
EMPTY = -30.0  # logit of a house nobody enters


@dataclass(frozen=True)
class Simulated:
    """A made-up panel and its truth; arrays (F,) or (F, T).

    ``panel`` is what was declared (NaN = not filed); ``true_rooms``, ``true_guests``,
    ``true_arrivals`` what was; ``kind`` the way of hiding ("" = honest); ``hard`` the honest
    trouble ("" = none); ``evidence`` and ``checks`` what others saw of the truth, if anything.
    """

    panel: Panel
    true_rooms: Numbers
    true_guests: Numbers
    true_arrivals: Numbers
    kind: NDArray[np.str_]
    hard: NDArray[np.str_]
    evidence: Evidence | None = None
    checks: Checks | None = None

    @property
    def hidden(self) -> Numbers:
        """Guest-nights hidden on each filed night, (F, T); 0 where nothing was filed."""
        gap: Numbers = np.nan_to_num(self.true_guests - self.panel.guests)
        return np.where((self.kind == "")[:, None], 0.0, gap)


def make(world: World, seed: int) -> Simulated:
    """Make the town of ``world`` that ``seed`` says. Same arguments, same town."""
    facilities, season = places(world, seed)
    return settle(world, facilities, season, calendar(world.dates, world.country), seed)


def simulate(
    facilities: Facilities,
    season: Sequence[str],
    dates: NDArray[np.datetime64],
    *,
    seed: int,
    share: float = 0.12,
    mix: Mapping[str, float] | None = None,
    hard: float = 0.2,
    country: str = "UA",
) -> Simulated:
    """Make nights for ``facilities`` (rooms and beds known) over ``dates`` (T consecutive days).

    season: kind of place of each facility ("city", "carpathian", "resort"); share: of facilities
    that hide, 0 … 1; mix: weight of each kind of hiding (names of ``KINDS``; default even);
    hard: share of honest facilities with an honest trouble; all else is the calm town of
    ``World()``. Same arguments, same result. Raises ``ValueError`` for unknown names and shares
    outside 0 … 1.
    """
    mix = dict(EVEN_MIX if mix is None else mix)
    _refuse_bad(facilities, season, share, mix, hard)
    world = World(country=country, share=share, mix=mix, hard=hard)
    return settle(world, facilities, list(season), calendar(dates, country), seed)


def settle(
    world: World, facilities: Facilities, season: list[str], nights: Calendar, seed: int
) -> Simulated:
    """Let people come to known facilities (rooms, beds and season given), and houses declare."""
    rng = np.random.default_rng([seed, 2])
    kind = cast(world, facilities.community, rng)
    trouble = plague(world, kind, rng)
    shared = common(world, season, nights)
    wanted = own(world, facilities, shared, nights, rng)
    surge = shape_demand(trouble, wanted, rng)
    rest = resting(world, len(facilities), nights, np.random.default_rng([seed, 6]))
    wanted[rest] = EMPTY
    true = _fill(world, facilities, season, wanted, rng)
    change_stays(trouble, true, facilities.beds, rng)
    return tell(
        world, Truth(facilities, nights, *true), (kind, trouble), shared, (rest, surge), seed
    )


def tell(
    world: World,
    truth: Truth,
    parts: tuple[NDArray[np.str_], NDArray[np.str_]],
    shared: Numbers,
    marks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    seed: int,
) -> Simulated:
    """From the truth to what is declared and what others see.

    parts: kind of hiding and honest trouble, (F,); shared: smooth demand, (F, T), whose highest
    nights are the high season; marks: nights of rest and of displaced people, (F, T).
    """
    rng = np.random.default_rng([seed, 3])
    (kind, trouble), (rest, surge) = parts, marks
    facilities, nights = truth.known, truth.nights
    before = open_late(world, truth, rng)
    books = Books(
        facilities.rooms.copy(),
        facilities.beds.copy(),
        truth.rooms.copy(),
        truth.guests.copy(),
        truth.arrivals.copy(),
        np.zeros_like(truth.guests),
    )
    declare(world, truth, kind, shared, books, rng)
    outside = np.random.default_rng([seed, 4])
    chosen = plan(world, facilities, books.guests_filed, kind != "", outside)
    seen = visit(world, chosen, truth.guests, outside)
    reformed(world, truth, kind, (seen[0], seen[1]), books, rng)
    moved = np.where(kind == "exempt", rng.uniform(world.weakest, world.strongest, len(kind)), 0.0)
    moved = np.minimum(moved + _exempt_shares(world, len(kind), rng), 0.95)[:, None]
    books.exempt[:] = rng.binomial(books.guests_filed.astype(int), moved)
    write_books(trouble, books, rng, surge)
    books.lose(rest & (rng.random((len(kind), 1)) < 0.5))
    declared = Panel(
        keep_books(world, truth, before, books, rng),
        nights.dates,
        books.rooms_filed,
        books.guests_filed,
        books.arrivals_filed,
        np.minimum(books.exempt, books.guests_filed),
    )
    return Simulated(
        declared,
        truth.rooms,
        truth.guests,
        truth.arrivals,
        kind,
        trouble,
        readings(world, truth, outside),
        as_checks(facilities, nights.dates, seen),
    )


def _exempt_shares(world: World, houses: int, rng: np.random.Generator) -> Numbers:
    """Share of each house's guests who are exempt, (F,): a children's camp is no business hotel."""
    usual = logit(np.clip(world.exempt, 1e-4, 0.95))
    apart = rng.spawn(1)[0]  # a town whose houses are alike draws the numbers it always drew
    spread = world.exempt_spread * apart.standard_normal(houses)
    return np.where(world.exempt_spread > 0, expit(usual + spread), world.exempt)


def _fill(
    world: World,
    facilities: Facilities,
    season: Sequence[str],
    wanted: Numbers,
    rng: np.random.Generator,
) -> tuple[Numbers, Numbers, Numbers]:
    houses = len(facilities)
    length = np.array([SEASONS[name].stay for name in season])
    length = length * np.array([STAY.get(name, 1.0) for name in facilities.category])
    length = world.stay * length * rng.lognormal(0, world.stay_spread, houses)
    length = np.ones(houses) if world.nightly else np.maximum(length, 1.05)
    party = np.array([PARTY.get(name, 1.7) for name in facilities.category])
    party = 1 + world.party * (party - 1) * rng.lognormal(0, world.party_spread, houses)
    return stays(expit(wanted), facilities.rooms, facilities.beds, length, party, rng, world.bursts)


def _refuse_bad(
    facilities: Facilities,
    season: Sequence[str],
    share: float,
    mix: Mapping[str, float],
    hard: float,
) -> None:
    if unknown := sorted(set(season) - set(SEASONS)):
        raise ValueError(f"season is {unknown[0]!r}; expected one of {sorted(SEASONS)}.")
    if unknown := sorted(set(mix) - set(KINDS)):
        raise ValueError(f"kind of hiding is {unknown[0]!r}; expected one of {sorted(KINDS)}.")
    for name, value in (("share", share), ("hard", hard)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value!r}; expected 0 to 1.")
    if len(season) != len(facilities):
        raise ValueError(f"season has {len(season)} entries; expected {len(facilities)}.")
    if not (np.all(facilities.rooms >= 1) and np.all(facilities.beds >= facilities.rooms)):
        raise ValueError("every facility needs rooms >= 1 and beds >= rooms.")
