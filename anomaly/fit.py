"""What a night could plausibly have looked like: a robust two-way fit on the logit scale.

For facility f and night t, with guests y and places c, the logit of occupancy is

    x[f,t] = a[f] + w[f, weekday] + d[t] + s[f,t] + e[f,t]

a: level · w: the facility's own week · d: the night, as its peers had it (the facility itself left
out) blended with the calendar (season, week, holidays) where peers are few · s: slow own drift
(weeks) · e: noise. Huber weights keep dishonest neighbours and typing errors from moving it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from anomaly import robust
from anomaly.calendar import Calendar
from anomaly.panel import Panel

Numbers = NDArray[np.float64]

ROUNDS = 4  # of the alternating fit; more move the level by less than 0.01
CALENDAR_WORTH = 2.0  # the calendar weighs like this many peers on a single night
WEEK_WORTH = 12.0  # nights' worth of belief that a facility's week is its peers'
DRIFT_KERNEL = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0])  # weeks
PARTY = 1.7  # guests who decide together: a booking is one draw, not two
LEAST_NOISE = 0.12


@dataclass(frozen=True)
class Fit:
    """The fit of one peer group of F facilities over T nights (arrays (F,), (T,) or (F, T)).

    ``judged`` marks filed nights that count; ``places`` c; ``x`` logit (NaN where not judged);
    ``night`` d; ``base`` a + w + d; ``drift`` s; ``noise`` sigma of e by night; ``season`` the
    smooth part of d; ``peers`` how many others filed that night.
    """

    judged: NDArray[np.bool_]
    guests: Numbers
    places: Numbers
    x: Numbers
    level: Numbers
    week: Numbers
    night: Numbers
    season: Numbers
    base: Numbers
    drift: Numbers
    noise: Numbers
    peers: Numbers

    @property
    def own(self) -> Numbers:
        """Logit of plausible occupancy by peers and own history, (F, T)."""
        return self.base + self.drift

    def guests_at(self, logit: Numbers) -> Numbers:
        """Turn logits into guests, 0 … c."""
        turned: Numbers = (self.places[:, None] + 1.0) * expit(logit) - 0.5
        return np.maximum(turned, 0.0)


def fit(panel: Panel, calendar: Calendar) -> Fit:
    """Fit one peer group."""
    places = capacity(panel)
    judged = ~np.isnan(panel.guests) & working(panel)
    guests = np.where(judged, panel.guests, np.nan)
    judged &= ~(guests > 3.0 * places[:, None])  # 700 for 70: a typing error, not a crowd
    guests = np.where(judged, guests, np.nan)
    x = logit(guests, places)
    weight = np.where(judged, 1.0, 0.0) / noise_floor(x, places)
    level = np.nan_to_num(robust.median(x))
    week = np.zeros((len(places), 7))
    night = np.zeros_like(x)
    sigma = np.ones(len(places))
    for _ in range(ROUNDS):
        own = level[:, None] + week[:, calendar.weekday]
        bent = weight * robust.huber((x - own - night) / sigma[:, None])
        night, peers = night_effect(x - own, bent, judged, calendar)
        rest = x - night - week[:, calendar.weekday]
        level = huber_level(rest, sigma)
        week = own_week(x - night - level[:, None], sigma, calendar.weekday)
        residual = x - level[:, None] - week[:, calendar.weekday] - night
        sigma = np.maximum(np.nan_to_num(robust.spread(residual), nan=1.0), LEAST_NOISE)
    base = level[:, None] + week[:, calendar.weekday] + night
    drift = slow_drift(x - base, sigma)
    noise = noise_by_night(x - base - drift, base + drift, places)
    return Fit(
        judged,
        guests,
        places,
        x,
        level,
        week,
        night,
        smooth_season(night),
        base,
        drift,
        noise,
        peers,
    )


def capacity(panel: Panel) -> Numbers:
    """Places of each facility: beds, else two a room, else the largest believable night."""
    with np.errstate(invalid="ignore"):
        beds = np.where(panel.facilities.beds > 0, panel.facilities.beds, np.nan)
        rooms = np.where(panel.facilities.rooms > 0, panel.facilities.rooms, np.nan)
    ordered = np.sort(np.nan_to_num(panel.guests, nan=-1.0), axis=1)
    known = np.maximum((ordered >= 0).sum(axis=1), 1)
    count = ordered.shape[1]
    rank = np.clip(count - 1 - (known * 0.02).astype(int), 0, count - 1)
    high = np.maximum(ordered[np.arange(len(ordered)), rank], 1.0)
    places = np.where(np.isnan(beds), np.where(np.isnan(rooms), 1.15 * high, 2.0 * rooms), beds)
    # extra beds, or a register that is wrong: more are filled night after night than it knows
    return np.where(high > places, 1.05 * high, places).astype(float)


def working(panel: Panel) -> NDArray[np.bool_]:
    """Nights on which the facility worked: between opened and closed and not lawfully shut."""
    opened, closed = panel.facilities.opened[:, None], panel.facilities.closed[:, None]
    late = ~np.isnat(opened) & (panel.dates < opened)
    gone = ~np.isnat(closed) & (panel.dates > closed)
    works: NDArray[np.bool_] = ~(late | gone)
    return works if panel.shut is None else works & ~panel.shut


def logit(guests: Numbers, places: Numbers) -> Numbers:
    """Logit of occupancy, kept finite at empty, full and overfull houses."""
    free = np.maximum(places[:, None] - guests, 0.0) + 0.5
    x: Numbers = np.log((guests + 0.5) / free)
    return x


def noise_floor(x: Numbers, places: Numbers) -> Numbers:
    """Variance of a logit that chance alone gives a house of this size, plus a common part."""
    occupancy = expit(np.nan_to_num(x))
    chance = PARTY / ((places[:, None] + 1.0) * np.maximum(occupancy * (1 - occupancy), 0.02))
    floor: Numbers = 0.1 + chance
    return floor


def night_effect(
    rest: Numbers, weight: Numbers, judged: NDArray[np.bool_], calendar: Calendar
) -> tuple[Numbers, Numbers]:
    """Effect of each night for each facility by the others and the calendar; their number."""
    filled = np.where(weight > 0, rest, 0.0)
    total = weight.sum(axis=0) - weight
    others = ((weight * filled).sum(axis=0) - weight * filled) / np.maximum(total, 1e-9)
    peers = judged.sum(axis=0) - judged.astype(float)
    common, mass = robust.weighted_mean(rest, weight, axis=0)
    by_calendar = calendar_curve(common, np.where(mass > 0, judged.sum(axis=0), 0.0), calendar)
    share = np.where(total > 0, peers / (peers + CALENDAR_WORTH), 0.0)
    night = share * others + (1 - share) * by_calendar
    return night - night.mean(axis=1, keepdims=True), peers


def calendar_curve(common: Numbers, mass: Numbers, calendar: Calendar) -> Numbers:
    """Season (smooth), week and holidays of the group's nights: (T,) from (T,)."""
    known = np.where(mass > 0, common, np.nan)
    week = np.zeros(7)
    season = np.zeros_like(common)
    for _ in range(2):
        season = smooth(known - week[calendar.weekday])
        rest = known - season
        for day in range(7):
            week[day] = np.nan_to_num(robust.median(rest[calendar.weekday == day]))
    rest = known - season - week[calendar.weekday]
    free = np.zeros_like(common)
    for mark in (calendar.holiday, calendar.eve):
        found = np.count_nonzero(mark & ~np.isnan(known))
        if found:
            free[mark] = found / (found + 4.0) * np.nan_to_num(robust.median(rest[mark]))
    return season + week[calendar.weekday] + free


def smooth(values: Numbers, width: float = 9.0) -> Numbers:
    """Gaussian smoothing over nights that steps over missing ones: (..., T) -> (..., T)."""
    reach = int(3 * width)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    known = ~np.isnan(values)
    flat = np.where(known, values, 0.0).reshape(-1, values.shape[-1])
    seen = known.reshape(flat.shape).astype(float)
    top = np.array([np.convolve(row, kernel)[reach:-reach] for row in flat])
    base = np.array([np.convolve(row, kernel)[reach:-reach] for row in seen])
    smoothed: Numbers = (top / np.maximum(base, 1e-9)).reshape(values.shape)
    return smoothed


def smooth_season(night: Numbers) -> Numbers:
    """The slow part of the night effects, (F, T) -> (T,): demand of the group by season."""
    return smooth(robust.median(night.T))


def huber_level(rest: Numbers, sigma: Numbers) -> Numbers:
    """Robust level of each facility, (F, T) -> (F,)."""
    start = np.nan_to_num(robust.median(rest))
    weight = robust.huber((rest - start[:, None]) / sigma[:, None])
    return robust.weighted_mean(rest, weight, axis=1)[0]


def own_week(rest: Numbers, sigma: Numbers, weekday: NDArray[np.intp]) -> Numbers:
    """A facility's own week, shrunk to its peers' (which is in the night effect): (F, 7)."""
    weight = robust.huber(rest / sigma[:, None])
    week = np.zeros((len(rest), 7))
    for day in range(7):
        on = weekday == day
        mean, mass = robust.weighted_mean(rest[:, on], weight[:, on], axis=1)
        week[:, day] = mean * mass / (mass + WEEK_WORTH)
    own: Numbers = week - week.mean(axis=1, keepdims=True)
    return own


def slow_drift(rest: Numbers, sigma: Numbers) -> Numbers:
    """Own drift over weeks: a smoothed row of weekly medians, pulled towards none, (F, T)."""
    count, nights = rest.shape
    weeks = -(-nights // 7)
    padded = np.full((count, weeks * 7), np.nan)
    padded[:, :nights] = np.clip(rest, -3 * sigma[:, None], 3 * sigma[:, None])
    weekly = robust.median(padded.reshape(count, weeks, 7))
    known = ~np.isnan(weekly)
    reach = len(DRIFT_KERNEL) // 2
    wide = np.pad(np.where(known, weekly, 0.0), ((0, 0), (reach, reach)))
    seen = np.pad(known.astype(float), ((0, 0), (reach, reach)))
    top = sum(k * wide[:, i : i + weeks] for i, k in enumerate(DRIFT_KERNEL))
    base = sum(k * seen[:, i : i + weeks] for i, k in enumerate(DRIFT_KERNEL))
    curve = top / (base + 2.0)
    return np.asarray(np.repeat(curve, 7, axis=1)[:, :nights], dtype=np.float64)


def noise_by_night(residual: Numbers, centre: Numbers, places: Numbers) -> Numbers:
    """Sigma of a night's logit: the facility's own scatter over what chance gives, (F, T)."""
    occupancy = expit(centre)
    chance = PARTY / ((places[:, None] + 1.0) * np.maximum(occupancy * (1 - occupancy), 0.02))
    usual = np.nan_to_num(robust.median(np.where(np.isnan(residual), np.nan, chance)), nan=1.0)
    spread = np.nan_to_num(robust.spread(residual), nan=1.0)
    extra = np.maximum(spread**2 - usual, LEAST_NOISE**2)
    sigma: Numbers = np.sqrt(extra[:, None] + chance)
    return sigma
