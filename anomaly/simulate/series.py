"""Make a town of real nights: cut, moved, thinned to other sizes, and hidden in on purpose.

A clean simulator flatters every detector; the weeks, trends and accidents of real houses do not.
Each made-up house is a sum of layers. A layer is a real series moved by whole weeks (so that
weekdays stay, and the season where a year is known), of whose companies some are kept by chance
for the whole of their stay: arrivals by a binomial draw, departures by a hypergeometric one. So
nobody stays who was not there, and nights that follow each other stay as alike as they were. What
the world has of its own (times ``World.blend``) changes the chance with which arrivals are kept.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from anomaly.calendar import Calendar, calendar
from anomaly.errors import BadInput
from anomaly.panel import Facilities, Panel
from anomaly.simulate.claims import cast, plague
from anomaly.simulate.hard import change_stays, shape_demand
from anomaly.simulate.panels import EMPTY, Simulated, make, tell
from anomaly.simulate.readings import Truth
from anomaly.simulate.sources import YEAR, Source, sources
from anomaly.simulate.towns import places, shrunk
from anomaly.simulate.wants import own, resting
from anomaly.simulate.world import World

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

LAYERS = 4  # most real series in one house
FULL = 0.85  # mean share of its beds no house exceeds
NEAR = 3  # weeks a layer is moved besides whole years


def made_of(world: World, seed: int, nights: Panel | None) -> Simulated:
    """Make the town of ``world``, of the real ``nights`` if there are any."""
    return make(world, seed) if nights is None else from_series(nights, seed, world)


def from_series(panel: Panel, seed: int, world: World) -> Simulated:
    """Make the town of ``world`` out of the honest nights of ``panel``.

    Same arguments, same town. Levels and sizes are the world's; a house no source can fill is
    made smaller. Where a source keeps no arrivals everybody leaves in the morning. Raises
    ``BadInput`` ``series.none`` if no facility filed enough nights (see ``sources``).
    """
    known = sources(panel)
    if not known:
        raise BadInput("series.none", mend="four weeks filed by one facility, with guests")
    facilities, _ = places(world, seed)
    nights = calendar(world.dates, world.country)
    rng = np.random.default_rng([seed, 5])
    kind = cast(world, facilities.community, rng)
    trouble = plague(world, kind, rng)
    wish = np.zeros((len(facilities), len(nights.dates)))
    wish = world.blend * own(world, facilities, wish, nights, rng)
    level = world.level + rng.normal(0, world.level_spread, len(facilities))
    wish -= wish.mean(axis=1, keepdims=True)
    surge = shape_demand(trouble, wish, rng)
    rest = resting(world, len(facilities), nights, np.random.default_rng([seed, 6]))
    wish[rest] = EMPTY
    chosen = _choose(known, facilities, rng)
    facilities, keep = _shares(known, chosen, facilities, level, rng)
    true = _let_in(_moved(known, chosen, nights, rng), keep, wish, facilities, rng)
    change_stays(trouble, true, facilities.beds, rng)
    smooth = uniform_filter1d(true[1], 29, axis=1, mode="nearest")
    truth = Truth(facilities, nights, *true)
    return tell(world, truth, (kind, trouble), smooth, (rest, surge), seed)


def _choose(
    known: list[Source], facilities: Facilities, rng: np.random.Generator
) -> NDArray[np.intp]:
    """The sources of each house's layers, (F, LAYERS): its own kind of house where there is one.

    Houses of a community share their first source two times in three, so that they have the same
    season as neighbours have.
    """
    towns, town_of = np.unique(facilities.community, return_inverse=True)
    usual = rng.integers(0, len(known), len(towns))[town_of]
    chosen = rng.integers(0, len(known), (len(facilities), LAYERS))
    for name in np.unique(facilities.category):
        mine = np.flatnonzero(facilities.category == name)
        alike = [at for at, one in enumerate(known) if one.category == name]
        if alike:
            chosen[mine] = rng.choice(alike, (len(mine), LAYERS))
    first = np.where(rng.random(len(facilities)) < 2 / 3, usual, chosen[:, 0])
    chosen[:, 0] = first
    return chosen


def _shares(
    known: list[Source],
    chosen: NDArray[np.intp],
    facilities: Facilities,
    level: Numbers,
    rng: np.random.Generator,
) -> tuple[Facilities, Numbers]:
    """Facilities small enough for their sources, and the share of each layer kept, (F, LAYERS)."""
    full = np.array([one.full for one in known])[chosen[:, 0]]
    odds = full / (1 - full) * np.exp(level)
    target = facilities.beds * np.minimum(odds / (1 + odds), FULL)
    guests = np.array([one.guests.mean() for one in known])[chosen]
    used = np.arange(LAYERS) < rng.integers(1, LAYERS + 1, (len(chosen), 1))
    supply = (guests * used).sum(axis=1)
    used = np.where((0.7 * supply < target)[:, None], True, used)
    weight = rng.gamma(2.0, 1.0, chosen.shape) * used
    share = weight / weight.sum(axis=1, keepdims=True) * target[:, None] / guests
    for _ in range(4):  # what a full layer cannot give the others must
        share = np.minimum(share, 0.9 * used)
        given = (share * guests).sum(axis=1)
        share = share * np.maximum(target / given, 1.0)[:, None]
    share = np.minimum(share, 0.9 * used)
    given = (share * guests).sum(axis=1)
    return shrunk(facilities, np.minimum(given / target, 1.0)), share


Layers = tuple[Whole, Whole, Numbers]  # guests, arrivals and company in a room, (F, LAYERS, T)


def _moved(
    known: list[Source], chosen: NDArray[np.intp], nights: Calendar, rng: np.random.Generator
) -> Layers:
    """Every layer's nights, on the same weekday as they were and in the same season."""
    span = len(nights.dates)
    guests = np.empty((*chosen.shape, span), dtype=np.int64)
    arrivals, party = np.empty_like(guests), np.empty(guests.shape)
    for at in np.ndindex(chosen.shape):
        one = known[int(chosen[at])]
        length = len(one.guests)
        since = int((nights.dates[0] - one.start).astype(int))
        if length >= YEAR:
            since -= 7 * round(round(since / 365.2425) * 365.2425 / 7)
            since += YEAR * int(rng.integers(0, length // YEAR))
            since += 7 * int(rng.integers(-NEAR, NEAR + 1))
            length = YEAR * (length // YEAR)
        else:
            length = 7 * (length // 7)
            since += 7 * int(rng.integers(0, length // 7))
        night = (since + np.arange(span)) % length
        guests[at], arrivals[at], party[at] = (
            one.guests[night],
            one.arrivals[night],
            one.party[night],
        )
    before = np.concatenate([guests[..., :1], guests[..., :-1]], axis=2)
    arrivals = np.clip(np.maximum(arrivals, guests - before), 0, guests)
    return guests, arrivals, party


def _let_in(
    layers: Layers,
    keep: Numbers,
    wish: Numbers,
    facilities: Facilities,
    rng: np.random.Generator,
) -> tuple[Numbers, Numbers, Numbers]:
    """Keep a share of the companies of each layer; rooms, guests, arrivals, each (F, T)."""
    guests, arrivals, party = layers
    houses, _, span = guests.shape
    beds, rooms = facilities.beds.astype(np.int64), facilities.rooms.astype(np.int64)
    sleeps = np.maximum(beds // rooms, 1)
    chance = np.minimum(keep[:, :, None] * np.exp(np.clip(wish, EMPTY, 4.0))[:, None, :], 1.0)
    here = rng.binomial(guests[:, :, 0] - arrivals[:, :, 0], chance[:, :, 0])
    here = _at_most(here, beds)
    out = np.zeros((3, houses, span))
    for night in range(span):
        now, new = guests[:, :, night], arrivals[:, :, night]
        before = guests[:, :, night - 1] if night else now - new
        leave = before + new - now
        here = here - rng.hypergeometric(here, before - here, leave)
        company = party[:, :, night]
        came = rng.binomial(np.ceil(new / company).astype(np.int64), chance[:, :, night])
        came = np.minimum(np.round(came * company).astype(np.int64), new)
        came = _at_most(came, beds - here.sum(axis=1))
        here = here + came
        total = here.sum(axis=1)
        taken = np.floor(total / company[:, 0] + rng.random(houses))
        taken = np.clip(taken, np.ceil(total / sleeps), np.minimum(total, rooms))
        out[:, :, night] = taken, total, came.sum(axis=1)
    return out[0], out[1], out[2]


def _at_most(people: Whole, free: Whole) -> Whole:
    """Let people in, layer by layer, while beds are free; (F, LAYERS)."""
    earlier = np.cumsum(people, axis=1) - people
    return np.asarray(np.clip(free[:, None] - earlier, 0, people))
