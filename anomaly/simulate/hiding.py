"""Ways of declaring less than there was; each takes the truth of one house and returns a claim.

Every kind is a function of (house, rng) -> (rooms, guests, arrivals), arrays (T,). A house's
``strength`` is the share it hides of the nights it touches, and for kinds that touch single nights
it says how many.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import Calendar
from anomaly.simulate.unwritten import NEARLY_ALL, Stays, beyond_a_sum, leave_out

Numbers = NDArray[np.float64]
Claim = tuple[Numbers, Numbers, Numbers]


@dataclass(frozen=True)
class House:
    """The true nights of one house, (T,), with its places and its group's smooth demand.

    strength: 0 … 1; by_booking: guests are left out by chance, not a rounded share of all;
    whole_stays: from arrival to departure, where the kind leaves out a share.
    """

    rooms: Numbers
    guests: Numbers
    arrivals: Numbers
    beds: float
    season: Numbers
    nights: Calendar
    strength: float = 0.4
    by_booking: bool = False
    whole_stays: bool = False

    @property
    def stays(self) -> Stays:
        """Its true nights alone."""
        return Stays(self.rooms, self.guests, self.arrivals)


def _scaled(house: House, kept: Numbers | float, rng: np.random.Generator) -> Claim:
    if house.whole_stays:
        return leave_out(house.stays, np.broadcast_to(1.0 - kept, house.guests.shape), rng)
    if house.by_booking:
        rooms = rng.binomial(house.rooms.astype(np.int64), kept).astype(float)
        kept = rooms / np.maximum(house.rooms, 1.0)
        guests = rng.binomial(house.guests.astype(np.int64), kept).astype(float)
        arrivals = rng.binomial(house.arrivals.astype(np.int64), kept).astype(float)
    else:
        rooms = np.round(house.rooms * kept)
        guests, arrivals = np.round(house.guests * kept), np.round(house.arrivals * kept)
    guests = np.where(rooms > 0, np.minimum(np.maximum(guests, rooms), house.guests), 0.0)
    return rooms, guests, np.minimum(arrivals, guests)


def _emptied(house: House, empty: NDArray[np.bool_]) -> Claim:
    """Declare some nights empty."""
    return (
        np.where(empty, 0.0, house.rooms),
        np.where(empty, 0.0, house.guests),
        np.where(empty, 0.0, house.arrivals),
    )


def consistent(claim: Claim) -> Claim:
    """Raise arrivals until nobody stays on who was not declared the night before."""
    rooms, guests, arrivals = claim
    before = np.concatenate([guests[:1], guests[:-1]])
    return rooms, guests, np.clip(np.maximum(arrivals, guests - before), 0.0, guests)


def _share(house: House, rng: np.random.Generator) -> Claim:
    return _scaled(house, 1 - house.strength, rng)


def _rounded(house: House, rng: np.random.Generator) -> Claim:
    rooms, guests, arrivals = _share(house, rng)
    step = 10.0 if house.beds >= 40 else 5.0
    guests = np.minimum(step * np.round(guests / step), step * np.floor(house.guests / step))
    return np.minimum(rooms, guests), guests, np.minimum(arrivals, guests)


def _cap(house: House, rng: np.random.Generator) -> Claim:
    level = np.clip(0.85 - house.strength + rng.uniform(-0.05, 0.05), 0.08, 0.8)
    never_above = max(np.round(np.quantile(house.guests, level)), 2.0)
    kept = np.minimum(1.0, never_above / np.maximum(house.guests, 1.0))
    rooms, guests = np.round(house.rooms * kept), np.minimum(house.guests, never_above)
    arrivals = np.minimum(np.round(house.arrivals * kept), guests)
    return np.clip(rooms, np.minimum(guests, 1.0), guests), guests, arrivals


def _empty_single(house: House, rng: np.random.Generator) -> Claim:
    return _emptied(house, rng.random(len(house.guests)) < 0.5 * house.strength)


def _empty_block(house: House, rng: np.random.Generator) -> Claim:
    empty = np.zeros(len(house.guests), dtype=bool)
    while empty.mean() < 0.4 * house.strength:
        start = rng.integers(0, len(empty))
        empty[start : start + rng.integers(3, 11)] = True
    return _emptied(house, empty)


def _weekend(house: House, rng: np.random.Generator) -> Claim:
    share = min(1.3 * house.strength, 0.95)
    return _scaled(house, np.where(house.nights.weekend, 1 - share, 1.0), rng)


def _cash(house: House, rng: np.random.Generator) -> Claim:
    mean, sure = house.strength, rng.uniform(2, 8)
    return _scaled(house, 1 - rng.beta(sure * mean, sure * (1 - mean), len(house.guests)), rng)


def _copied(house: House, rng: np.random.Generator) -> Claim:
    rooms, guests, arrivals = (v.copy() for v in _share(house, rng))
    night = 0
    while night < len(guests):
        run = int(rng.integers(2, 9))
        for values in (rooms, guests, arrivals):
            values[night : night + run] = values[night]
        night += run + int(rng.integers(0, 4))
    return rooms, guests, arrivals


def _break(house: House, rng: np.random.Generator) -> Claim:
    start = int(len(house.guests) * rng.uniform(0.2, 0.8))
    later = np.arange(len(house.guests)) >= start
    return _scaled(house, np.where(later, 1 - house.strength, 1.0), rng)


def _high_season(house: House, rng: np.random.Generator) -> Claim:
    high = house.season > np.quantile(house.season, 0.7)
    return _scaled(house, np.where(high, 1 - house.strength, 1.0), rng)


def _rooms_closed(house: House, rng: np.random.Generator) -> Claim:
    start = int(rng.integers(0, max(len(house.guests) - 60, 1)))
    shut = np.zeros(len(house.guests), dtype=bool)
    shut[start : start + int(rng.integers(60, 150))] = True
    return _scaled(house, np.where(shut, 1 - 0.9 * house.strength, 1.0), rng)


def _month_sum(house: House, rng: np.random.Generator) -> Claim:
    """The same sum each month: once it is written, whoever comes is not."""
    months = house.nights.dates.astype("datetime64[M]").astype(np.intp)
    beyond = beyond_a_sum(house.stays, months, house.strength)
    return leave_out(house.stays, np.where(beyond, NEARLY_ALL, 0.0), rng)


def _unlisted_rooms(house: House, rng: np.random.Generator) -> Claim:
    """Some beds are in no book, and are filled first."""
    beds = max(np.round(1.2 * house.strength * house.guests.mean()), 1.0)
    return leave_out(house.stays, np.full(len(house.guests), NEARLY_ALL), rng, most=float(beds))


def _fewer_in_room(house: House, rng: np.random.Generator) -> Claim:
    """Rooms are right, people are not: a couple is one guest."""
    spare = house.guests - house.rooms
    chance = min(house.strength * house.guests.sum() / max(spare.sum(), 1.0), NEARLY_ALL)
    guests = house.guests - rng.binomial(spare.astype(np.int64), chance)
    kept = guests / np.maximum(house.guests, 1.0)
    return house.rooms, guests, np.minimum(np.round(house.arrivals * kept), guests)


def _exempt(house: House, rng: np.random.Generator) -> Claim:
    return house.rooms, house.guests, house.arrivals


CLAIMS: dict[str, Callable[[House, np.random.Generator], Claim]] = {
    "share": _share,
    "rounded": _rounded,
    "cap": _cap,
    "empty_single": _empty_single,
    "empty_block": _empty_block,
    "weekend": _weekend,
    "cash": _cash,
    "copied": _copied,
    "break": _break,
    "high_season": _high_season,
    "rooms_closed": _rooms_closed,
    "exempt": _exempt,
    "community": _share,
    "month_sum": _month_sum,
    "unlisted_rooms": _unlisted_rooms,
    "fewer_in_room": _fewer_in_room,
}
