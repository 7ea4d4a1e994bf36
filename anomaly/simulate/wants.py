"""How full every house of a town would be, night by night: what people want before rooms run out.

The logit of the share of rooms taken is a sum of what the place has in common (season, week,
holidays), what a community or a category in it has for itself, and what is the house's own.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from anomaly.calendar import Calendar
from anomaly.panel import Facilities
from anomaly.simulate.seasons import SEASONS, demand
from anomaly.simulate.world import World

Numbers = NDArray[np.float64]


def common(world: World, season: list[str], nights: Calendar) -> Numbers:
    """What each house's place has in common, (F, T)."""
    curves = {
        name: demand(
            SEASONS[name],
            nights,
            swing=world.swing,
            week=world.week,
            holidays=world.holidays,
        )
        for name in sorted(set(season))
    }
    return np.array([curves[name] for name in season])


def own(
    world: World, known: Facilities, shared: Numbers, nights: Calendar, rng: np.random.Generator
) -> Numbers:
    """Each house's logit around ``shared``: level, season, week, drift, shocks; both (F, T)."""
    houses, span = shared.shape
    towns, town_of = np.unique(known.community, return_inverse=True)
    groups, group_of = np.unique(
        np.char.add(np.char.add(known.community, "\x1f"), known.category), return_inverse=True
    )
    stars = np.nan_to_num(known.stars, nan=3.0)
    mean = shared.mean(axis=1)
    level = world.level + mean + rng.normal(0, world.level_spread, houses) + 0.1 * (stars - 3)
    level += rng.normal(0, world.group_spread, len(groups))[group_of]
    swing = rng.lognormal(0, world.swing_spread, (houses, 1))
    total = level[:, None] + swing * (shared - mean[:, None])
    total += _waves_of_year(world.group_season, len(towns), nights, rng)[town_of]
    total += _waves_of_year(world.own_season, houses, nights, rng)
    weekend = nights.weekend - nights.weekend.mean()
    total += rng.normal(0, world.weekend_spread, (houses, 1)) * weekend
    week = rng.normal(0, world.week_group, (len(groups), 7))[group_of]
    week = week + rng.normal(0, world.week_spread, (houses, 7))
    total += (week - week.mean(axis=1, keepdims=True))[:, nights.weekday]
    total += _drift(houses, span, world.drift_fast, 10.0, rng)
    total += _drift(houses, span, world.drift, 45.0, rng)
    total += _drift(houses, span, world.drift_slow, 150.0, rng)
    total += _drift(len(towns), span, world.wave, 10.0, rng)[town_of]
    years = (np.arange(span) - span / 2) / 365.25
    total += rng.normal(0, world.trend, (houses, 1)) * years
    total += _jumps(world, houses, span, rng)
    loud = world.night_noise * rng.lognormal(0, world.noise_spread, (houses, 1))
    total += loud * rng.normal(0, 1, (houses, span))
    total += _festivals(world, len(towns), span, rng)[town_of]
    total += _events(world, houses, span, rng)
    total -= _raids(world, len(towns), span, rng)[town_of]
    return total


def resting(
    world: World, houses: int, nights: Calendar, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Nights on which a house rests, (F, T): a weekday of every week, or its low season.

    Hotels have no weekday of rest, venues do. A low season is one to five months of every year,
    mostly about November or February.
    """
    rests = rng.random(houses) < world.rest_days * world.nightly
    weekday = rng.choice(7, size=houses, p=[0.4, 0.15, 0.1, 0.05, 0.05, 0.05, 0.2])
    weekly = rests[:, None] & (weekday[:, None] == nights.weekday)
    closes = rng.random(houses) < world.closings
    middle = rng.choice([320.0, 45.0, 110.0], houses, p=[0.45, 0.4, 0.15])
    middle = middle + rng.normal(0, 15, houses)
    length = rng.uniform(30, 150, houses)
    apart = (nights.dates.astype(np.int64) - middle[:, None]) % 365.25
    low = np.minimum(apart, 365.25 - apart) < length[:, None] / 2
    return np.asarray(weekly | (closes[:, None] & low))


def _waves_of_year(spread: float, rows: int, nights: Calendar, rng: np.random.Generator) -> Numbers:
    """Three harmonics of the year with random phases; standard deviation about ``spread``."""
    turn = 2 * np.pi * nights.dates.astype(np.int64) / 365.25
    angle = turn * np.arange(1, 4)[:, None]
    basis = np.concatenate([np.sin(angle), np.cos(angle)])
    weight = spread * np.tile([0.8, 0.5, 0.33], 2)
    return np.asarray(rng.normal(0, 1, (rows, 6)) * weight @ basis)


def _drift(rows: int, span: int, sigma: float, memory: float, rng: np.random.Generator) -> Numbers:
    """Stationary AR(1) rows: standard deviation ``sigma``, correlation time ``memory`` nights."""
    keep = np.exp(-1 / memory)
    push = rng.normal(0, sigma * np.sqrt(1 - keep**2), (rows, span))
    push[:, 0] = rng.normal(0, sigma, rows)
    return np.asarray(lfilter([1.0], [1.0, -keep], push, axis=1))


def _jumps(world: World, houses: int, span: int, rng: np.random.Generator) -> Numbers:
    """Honest lasting changes of level, up and down."""
    here = rng.random((houses, span)) < world.shifts / 365.25
    return np.cumsum(here * rng.normal(0, world.shift_size, (houses, span)), axis=1)


def _festivals(world: World, towns: int, span: int, rng: np.random.Generator) -> Numbers:
    """Full nights of a whole community."""
    here = rng.random((towns, span)) < world.festivals
    return here * rng.normal(world.festival_size, 0.4 * world.festival_size, (towns, span))


def _events(world: World, houses: int, span: int, rng: np.random.Generator) -> Numbers:
    """Weddings, camps, a burst pipe: heavy tails, three of four upwards."""
    here = rng.random((houses, span)) < world.events
    sign = np.where(rng.random((houses, span)) < 0.75, 1.0, -1.0)
    size = np.abs(rng.standard_t(3, (houses, span)))
    return np.asarray(here * sign * np.minimum(world.event_size * size, 6.0))


def _raids(world: World, towns: int, span: int, rng: np.random.Generator) -> Numbers:
    """Weeks of air raids: everybody stays away from the whole region, from some places more."""
    weeks = rng.poisson(world.raids * span / 365.25)
    fear = np.zeros(span)
    for start in rng.integers(0, span, weeks):
        length = int(rng.integers(4, 22))
        fear[start : start + length] = rng.uniform(0.3, 1.7)
    return np.asarray(world.raid_depth * rng.uniform(0.3, 1.3, (towns, 1)) * fear)
