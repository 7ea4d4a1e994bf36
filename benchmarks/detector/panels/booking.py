"""An independent model of nights: parties look for rooms, see a price, book or go elsewhere.

Written apart from ``anomaly.simulate``, so that a method which knows that simulator by heart gains
nothing here. Parties come by a gamma-Poisson process; the price follows the rooms sold and drives
some away; who books stays a while; a full house turns the rest away.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True)
class Trade:
    """What makes a category of houses: typical rooms, beds in a room, nights, people in a party."""

    rooms: float
    beds: float
    stay: float
    party: float
    fill: float


TRADES = {
    "hotel": Trade(45, 2.1, 2.2, 1.7, 0.62),
    "motel": Trade(18, 2.2, 1.3, 1.8, 0.50),
    "homestead": Trade(7, 3.0, 3.5, 2.5, 0.45),
    "hostel": Trade(14, 4.5, 2.6, 1.9, 0.55),
    "holiday_camp": Trade(60, 3.0, 6.5, 2.7, 0.50),
}
SHARES = (0.34, 0.14, 0.27, 0.15, 0.10)
LONGEST = 28  # nights that a party stays at most


def houses(count: int, rng: Rng) -> Facilities:
    """Some houses in three to five communities of unlike size."""
    names = list(TRADES)
    category = rng.choice(names, size=count, p=SHARES)
    sizes = rng.dirichlet(np.full(int(rng.integers(3, 6)), 4.0))
    community = rng.choice(len(sizes), size=count, p=sizes)
    median = np.array([TRADES[name].rooms for name in category])
    rooms = np.clip(np.round(median * rng.lognormal(0, 0.55, count)), 3, 260)
    in_room = np.array([TRADES[name].beds for name in category]) * rng.lognormal(0, 0.12, count)
    return Facilities.of(
        [f"b{number:05d}" for number in rng.permutation(count)],
        community=[f"UA{number:02d}" for number in community],
        category=list(category),
        stars=list(np.where(category == "hotel", rng.integers(1, 6, count), np.nan)),
        rooms=list(rooms),
        beds=list(np.round(rooms * in_room)),
    )


def nights(known: Facilities, dates: NDArray[np.datetime64], rng: Rng) -> Books:
    """Draw what really was: rooms, guests, arrivals and exempt guests of each night."""
    trades = [TRADES[name] for name in known.category]
    stay = np.array([trade.stay for trade in trades]) * rng.lognormal(0, 0.15, len(known))
    party = np.array([trade.party for trade in trades])
    fill = np.array([trade.fill for trade in trades]) * rng.lognormal(0, 0.3, len(known))
    wanted = (known.rooms * fill / stay)[:, None] * _demand(known, dates, rng)
    return _live(known, wanted, stay, party, rng)


def _demand(known: Facilities, dates: NDArray[np.datetime64], rng: Rng) -> Numbers:
    """Parties that look for a room, relative to the usual: season, week, shocks, fortunes."""
    span = len(dates)
    day = (dates.astype("M8[D]") - dates.astype("M8[Y]")).astype(float) / 365.25
    weekday = (dates.astype("M8[D]").astype(int) + 3) % 7
    out = np.ones((len(known), span))
    for place in np.unique(known.community):
        centres, heights = rng.uniform(0, 1, 3), rng.gamma(1.5, 0.35, 3)
        season = 0.7 + sum(
            height * np.exp(12 * (np.cos(2 * np.pi * (day - centre)) - 1))
            for centre, height in zip(centres, heights, strict=True)
        )
        week = np.exp(rng.normal(0, 0.12, 7) + rng.normal(0, 0.3) * np.isin(np.arange(7), (4, 5)))
        shock = _wander(1, span, 0.8, 0.10, rng)[0]
        events = np.ones(span)
        for _ in range(rng.integers(2, 7)):
            start = rng.integers(span)
            events[start : start + rng.integers(1, 5)] *= rng.uniform(1.3, 2.4)
        for _ in range(rng.integers(0, 3)):  # weeks when nobody travels
            start = rng.integers(span)
            events[start : start + rng.integers(3, 11)] *= rng.uniform(0.3, 0.7)
        out[known.community == place] *= season * week[weekday] * shock * events
    for trade in np.unique(known.category):
        week = np.exp(rng.normal(0, 0.15, 7))
        out[known.category == trade] *= week[weekday]
    own_week = np.exp(rng.normal(0, 0.08, (len(known), 7)))
    own_season = rng.lognormal(0, 0.25, (len(known), 1))
    out = out**own_season * own_week[:, weekday]
    return out * _wander(len(known), span, 0.97, 0.05, rng)


def _wander(count: int, span: int, memory: float, step: float, rng: Rng) -> Numbers:
    """Multiplicative fortunes that come and go slowly, around 1."""
    out, now = np.empty((count, span)), np.zeros(count)
    for at in range(span):
        now = memory * now + rng.normal(0, step, count)
        out[:, at] = now
    return np.exp(out)


def _live(known: Facilities, wanted: Numbers, stay: Numbers, party: Numbers, rng: Rng) -> Books:
    """Let parties come, see the price, stay and leave, night after night."""
    count, span = wanted.shape
    warm = LONGEST  # nights before the first, so that houses are not empty on it
    size = np.round(known.rooms)
    leaves_rooms = np.zeros((count, span + warm + LONGEST + 1))
    leaves_guests = np.zeros_like(leaves_rooms)
    rooms, guests = np.zeros(count), np.zeros(count)
    lengths = np.arange(1, LONGEST + 1)
    odds = (1 - 1 / np.maximum(stay, 1.05))[:, None] ** (lengths - 1)
    odds /= odds.sum(axis=1, keepdims=True)
    elastic = rng.uniform(0.3, 1.6, count)
    lively = rng.uniform(3, 15, count)
    exempt_share = rng.beta(1.2, 30, count)
    in_room = known.beds / known.rooms
    sheets = Books(*(np.zeros((count, span)) for _ in range(4)))
    for step in range(span + warm):
        rooms, guests = rooms - leaves_rooms[:, step], guests - leaves_guests[:, step]
        price = 0.75 + 0.9 * (rooms / size) ** 2
        rate = wanted[:, max(step - warm, 0)] * price ** (-elastic)
        come = np.minimum(rng.poisson(rate * rng.gamma(lively, 1 / lively)), size - rooms)
        by_length = rng.multinomial(come.astype(int), odds)
        more = np.minimum(party - 1, in_room - 1)[:, None]
        people = by_length + rng.binomial(by_length * 4, np.clip(more / 4, 0, 1))
        people = np.minimum(people, np.floor(by_length * np.maximum(in_room, 1.0)[:, None]))
        leaves_rooms[:, step + 1 : step + 1 + LONGEST] += by_length
        leaves_guests[:, step + 1 : step + 1 + LONGEST] += people
        rooms, guests = rooms + come, guests + people.sum(axis=1)
        if step >= warm:
            sheets.rooms[:, step - warm] = rooms
            sheets.guests[:, step - warm] = guests
            sheets.arrivals[:, step - warm] = people.sum(axis=1)
            sheets.exempt[:, step - warm] = rng.binomial(guests.astype(int), exempt_share)
    return sheets
