"""Fill given facilities with true nights and with what they declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from anomaly.calendar import Calendar, calendar
from anomaly.panel import Facilities, Panel
from anomaly.simulate.hard import HARD, Books, let_long, shape_demand, write_books
from anomaly.simulate.hiding import EVEN_MIX, KINDS, House, consistent
from anomaly.simulate.seasons import SEASONS, demand
from anomaly.simulate.stays import stays

Numbers = NDArray[np.float64]

STAY = {"hostel": 0.8, "apartment": 1.4, "sanatorium": 1.5}  # of the season's mean stay
CAREFUL = 0.4  # of those who hide make guests and arrivals agree
EXEMPT = 0.03  # of guests stay on exempt grounds in an honest house
PARTY = {"hostel": 1.3, "apartment": 2.3, "guesthouse": 2.0}  # guests in a room


@dataclass(frozen=True)
class Simulated:
    """A made-up panel and its truth; arrays (F,) or (F, T).

    ``panel`` is what was declared (NaN = not filed); ``true_rooms``, ``true_guests``,
    ``true_arrivals`` what was; ``kind`` the way of hiding ("" = honest); ``hard`` the honest
    trouble ("" = none).
    """

    panel: Panel
    true_rooms: Numbers
    true_guests: Numbers
    true_arrivals: Numbers
    kind: NDArray[np.str_]
    hard: NDArray[np.str_]

    @property
    def hidden(self) -> Numbers:
        """Guest-nights hidden on each filed night, (F, T); 0 where nothing was filed."""
        gap: Numbers = np.nan_to_num(self.true_guests - self.panel.guests)
        return np.where((self.kind == "")[:, None], 0.0, gap)


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
    hard: share of honest facilities with an honest trouble. Same arguments, same result.
    Raises ``ValueError`` for unknown names and shares outside 0 … 1.
    """
    mix = dict(EVEN_MIX if mix is None else mix)
    _refuse_bad(facilities, season, share, mix, hard)
    rng = np.random.default_rng(seed)
    nights = calendar(dates, country)
    count = len(facilities)
    kind = _cast(count, share, mix, facilities.community, rng)
    trouble = np.where((kind == "") & (rng.random(count) < hard), rng.choice(HARD, count), "")
    curves = {name: demand(SEASONS[name], nights) for name in sorted(set(season))}
    common = np.array([curves[name] for name in season])
    wanted = shape_demand(trouble, _own_demand(facilities, common, nights, rng), rng)
    rooms, guests, arrivals = _fill(facilities, season, wanted, rng)
    let_long(trouble, (rooms, guests, arrivals), rng)
    books = Books(
        facilities.beds.copy(), rooms.copy(), guests.copy(), arrivals.copy(), np.zeros_like(guests)
    )
    for row in np.flatnonzero(kind != ""):
        house = House(
            rooms[row], guests[row], arrivals[row], float(facilities.beds[row]), common[row], nights
        )
        claim = KINDS[str(kind[row])](house, rng)
        if rng.random() < CAREFUL:
            claim = consistent(claim)
        books.rooms_filed[row], books.guests_filed[row], books.arrivals_filed[row] = claim
    moved = np.where(kind == "exempt", rng.uniform(0.2, 0.5, count), 0.0)[:, None] + EXEMPT
    books.exempt[:] = rng.binomial(books.guests_filed.astype(int), moved)
    write_books(trouble, books, rooms, rng, wanted > common + 1.8)
    declared = Panel(
        replace(facilities, beds=books.beds),
        nights.dates,
        books.rooms_filed,
        books.guests_filed,
        books.arrivals_filed,
        np.minimum(books.exempt, books.guests_filed),
    )
    return Simulated(declared, rooms, guests, arrivals, kind, trouble)


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


def _cast(
    count: int,
    share: float,
    mix: Mapping[str, float],
    community: NDArray[np.str_],
    rng: np.random.Generator,
) -> NDArray[np.str_]:
    """Say who hides and how: a fixed number, kinds by weight; "community" takes a whole one."""
    names, weights = list(mix), np.array([*mix.values()], dtype=float)
    kind = np.full(count, "", dtype="U16")
    guilty = rng.choice(count, size=round(share * count), replace=False)
    if len(guilty):
        turns = np.arange(len(guilty)) / len(guilty) + rng.random() / len(guilty)
        place = np.searchsorted(np.cumsum(weights / weights.sum()), np.minimum(turns, 1 - 1e-9))
        kind[guilty] = np.array(names, dtype="U16")[np.minimum(place, len(names) - 1)]
    for row in np.flatnonzero(kind == "community"):
        kind[community == community[row]] = "community"
    return kind


def _own_demand(
    facilities: Facilities, common: Numbers, nights: Calendar, rng: np.random.Generator
) -> Numbers:
    """Each house's own level, season, week, drift and shocks around the common demand, (F, T)."""
    count, span = common.shape
    centre = common - common.mean(axis=1, keepdims=True)
    weekend = nights.weekend - nights.weekend.mean()
    towns, town_of = np.unique(facilities.community, return_inverse=True)
    wave = _drift(len(towns), span, 0.25, 10.0, rng)[town_of]
    events = (rng.random((len(towns), span)) < 0.01) * rng.normal(0.8, 0.3, (len(towns), span))
    stars = np.nan_to_num(facilities.stars, nan=3.0)
    level = common.mean(axis=1) + rng.normal(0, 0.45, count) + 0.1 * (stars - 3)
    swing, week = rng.lognormal(0, 0.2, (count, 1)), rng.normal(0, 0.2, (count, 1))
    drift = _drift(count, span, 0.25, 45.0, rng)
    own: Numbers = level[:, None] + swing * centre + week * weekend + wave
    return own + events[town_of] + drift


def _drift(count: int, span: int, sigma: float, memory: float, rng: np.random.Generator) -> Numbers:
    """Stationary AR(1) rows: standard deviation ``sigma``, correlation time ``memory`` nights."""
    keep = np.exp(-1 / memory)
    rows = np.empty((count, span))
    state = rng.normal(0, sigma, count)
    for night in range(span):
        state = keep * state + rng.normal(0, sigma * np.sqrt(1 - keep**2), count)
        rows[:, night] = state
    return rows


def _fill(
    facilities: Facilities, season: Sequence[str], wanted: Numbers, rng: np.random.Generator
) -> tuple[Numbers, Numbers, Numbers]:
    length = np.array([SEASONS[name].stay for name in season])
    length = length * np.array([STAY.get(name, 1.0) for name in facilities.category])
    party = np.array([PARTY.get(name, 1.7) for name in facilities.category])
    length = np.maximum(length * rng.lognormal(0, 0.15, len(facilities)), 1.05)
    party = 1 + (party - 1) * rng.lognormal(0, 0.15, len(facilities))
    return stays(expit(wanted), facilities.rooms, facilities.beds, length, party, rng)
