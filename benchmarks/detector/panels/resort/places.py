"""Communities of the mix, and what pulls people to them on each day of the span.

A sea town, a ski valley and a city share neither season nor weekday; that is why a house must be
compared inside its community, and why two seeds of this world differ more than two seeds of one
town would.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]
Rng = np.random.Generator

#: Who asks for a room; the last axis of all that is said by segment.
SEGMENTS = ("leisure", "business", "group", "course", "lodger", "passing")
LEISURE, BUSINESS, GROUP, COURSE, LODGER, PASSING = range(len(SEGMENTS))
WEEK = 7


@dataclass(frozen=True)
class Place:
    """A kind of community.

    ``months``: demand of leisure from January to December, mean about 1 · ``segments``: room-nights
    of each segment, in parts · ``categories``: houses of each category, in parts · ``stay``: mean
    nights of leisure · ``load``: room-nights asked for per room and night · ``holiday``: how far
    holidays lift it · ``alarm``: what a night of heavy air alerts does to arrivals · ``steep``:
    whether snow and landslides cut its road.
    """

    months: tuple[float, ...]
    segments: tuple[float, ...]
    categories: dict[str, float]
    stay: float
    load: float
    holiday: float
    alarm: float
    steep: bool = False


PLACES: dict[str, Place] = {
    "ski": Place(
        (1.6, 1.5, 1.0, 0.5, 0.7, 0.9, 1.25, 1.35, 0.9, 0.7, 0.45, 1.1),
        (66, 3, 12, 0, 7, 12),
        {"hotel": 5, "hostel": 1, "apartment": 3, "guesthouse": 7},
        *(4.0, 0.62, 0.7, 1.15, True),
    ),
    "spa": Place(
        (0.75, 0.8, 0.9, 0.95, 1.05, 1.1, 1.25, 1.3, 1.2, 1.05, 0.85, 0.8),
        (38, 5, 9, 32, 10, 6),
        {"hotel": 5, "apartment": 3, "guesthouse": 3, "sanatorium": 4},
        *(5.5, 0.72, 0.5, 1.1),
    ),
    "sea": Place(
        (0.12, 0.12, 0.18, 0.3, 0.7, 1.6, 2.9, 3.0, 1.4, 0.4, 0.15, 0.12),
        (74, 4, 8, 2, 5, 7),
        {"hotel": 4, "hostel": 1, "apartment": 4, "guesthouse": 5},
        *(6.2, 0.6, 0.4, 0.6),
    ),
    "city": Place(
        (0.75, 0.8, 0.9, 1.0, 1.15, 1.1, 1.1, 1.15, 1.1, 1.05, 0.95, 1.0),
        (44, 22, 11, 0, 11, 12),
        {"hotel": 6, "hostel": 3, "apartment": 5, "guesthouse": 1},
        *(3.4, 0.78, 0.5, 0.7),
    ),
    "border": Place(
        (0.9, 0.85, 0.95, 1.0, 1.05, 1.1, 1.25, 1.3, 1.05, 0.95, 0.9, 1.0),
        (20, 16, 9, 0, 17, 38),
        {"hotel": 4, "hostel": 2, "apartment": 2, "guesthouse": 3},
        *(2.6, 0.6, 0.3, 1.2),
    ),
    "valley": Place(
        (0.6, 0.55, 0.6, 0.8, 1.2, 1.3, 1.7, 1.8, 1.1, 0.8, 0.5, 0.7),
        (64, 3, 14, 0, 8, 11),
        {"hotel": 2, "hostel": 1, "apartment": 2, "guesthouse": 6},
        *(3.6, 0.54, 0.8, 1.15, True),
    ),
}

#: Monday … Sunday: on which days each segment arrives; leisure at the sea changes on Saturdays.
ARRIVE = np.array(
    [
        (0.75, 0.7, 0.8, 1.05, 1.55, 1.35, 0.8),
        (1.5, 1.45, 1.3, 0.95, 0.5, 0.4, 0.9),
        (0.8, 0.8, 0.9, 1.1, 1.6, 1.2, 0.6),
        (1.5, 1.0, 1.0, 0.9, 0.9, 0.9, 0.8),
        (1.5, 1.1, 1.0, 1.0, 0.9, 0.7, 0.8),
        (0.9, 0.85, 0.9, 1.0, 1.25, 1.1, 1.0),
    ]
)
ARRIVE_BY_SEA = np.array((0.9, 0.8, 0.85, 0.9, 1.15, 1.45, 0.95))

#: Month and day of feasts people travel for, and for how many days.
FEASTS = ((12, 24, 3), (12, 30, 4), (1, 5, 4), (3, 7, 3), (5, 1, 3), (8, 22, 4), (10, 1, 2))


@dataclass(frozen=True)
class Climate:
    """What one span brings to C communities, by day, each (C, T).

    ``pull`` (C, T, S): demand of each segment, mean about 1 · ``cut``: the road is closed ·
    ``alarm``: how far an alert scares (or drives) people, 1 = not at all.
    """

    pull: Numbers
    cut: NDArray[np.bool_]
    alarm: Numbers


def climate(kinds: list[str], dates: Dates, rng: Rng) -> Climate:
    """Seasons, feasts, weather, alerts and roads of communities of these kinds."""
    span = len(dates)
    weekday = (dates.astype("M8[D]").astype(int) + 3) % WEEK
    feast = feasts(dates)
    alert, flight = _alerts(span, rng)
    pull = np.ones((len(kinds), span, len(SEGMENTS)))
    cut, alarm = np.zeros((len(kinds), span), dtype=bool), np.ones((len(kinds), span))
    for row, kind in enumerate(kinds):
        place = PLACES[kind]
        pull[row] = ARRIVE[:, weekday].T
        if kind == "sea":
            pull[row, :, LEISURE] = ARRIVE_BY_SEA[weekday]
        season = _season(place, dates, rng)
        spells = wander(1, span, 0.9, 0.18, rng) + wander(1, span, 0.975, 0.2, rng)
        weather = np.exp(spells[0]) * _gatherings(span, rng)
        pull[row, :, LEISURE] *= season * weather * (1 + place.holiday * feast)
        pull[row, :, GROUP] *= np.sqrt(season) * (1 - 0.3 * feast)
        pull[row, :, COURSE] *= season**0.6
        pull[row, :, BUSINESS] *= (1 - 0.75 * feast) * np.exp(wander(1, span, 0.95, 0.1, rng)[0])
        pull[row, :, LODGER] *= 1 + rng.uniform(0.5, 2.5) * flight
        pull[row, :, PASSING] *= season**0.4 * np.sqrt(weather)
        alarm[row] = place.alarm**alert
        if place.steep:
            cut[row] = _cuts(dates, rng)
        pull[row] *= np.where(cut[row], 0.12, 1.0)[:, None]
        pull[row, :, [LEISURE, GROUP]] *= alarm[row]
    return Climate(pull, cut, alarm)


def wander(rows: int, span: int, memory: float, spread: float, rng: Rng) -> Numbers:
    """Autoregressions of mean 0 and the given spread, (rows, span)."""
    step = rng.normal(0.0, spread * np.sqrt(1 - memory**2), (span, rows))
    step[0] = rng.normal(0.0, spread, rows)
    for night in range(1, span):
        step[night] += memory * step[night - 1]
    return np.ascontiguousarray(step.T)


def feasts(dates: Dates) -> Numbers:
    """1 on days of feasts people travel for, 0 on others, (T,)."""
    out = np.zeros(len(dates))
    years = np.unique(dates.astype("M8[Y]").astype(int)) + 1970
    for year in range(years.min() - 1, years.max() + 1):
        first = [(np.datetime64(f"{year}-{m:02d}-{d:02d}"), n) for m, d, n in FEASTS]
        for start, length in [*first, (easter(year) - 2, 4), (easter(year) + 47, 3)]:
            out[(dates >= start) & (dates < start + length)] = 1.0
    return out


def easter(year: int) -> np.datetime64:
    """Orthodox Easter (Meeus' rule for the Julian calendar, 13 days on; good to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + week + 114, 31)
    return np.datetime64(f"{year}-{month:02d}-{day + 1:02d}") + 13


def _season(place: Place, dates: Dates, rng: Rng) -> Numbers:
    """Leisure demand through the year, each month a little off what is usual."""
    month = np.array(place.months) * np.exp(rng.normal(0.0, 0.1, 12))
    day = (dates - dates.astype("M8[Y]")).astype(float) + rng.normal(0.0, 4.0)
    middle = np.arange(12) * 30.44 + 15
    return np.asarray(np.interp(day, middle, month, period=365.25))


def _gatherings(span: int, rng: Rng) -> Numbers:
    """Festivals, cups and fairs of a town: some days on which many more come than usual, (T,)."""
    crowd = np.ones(span)
    for start in rng.integers(0, span, rng.poisson(span / 50)):
        crowd[start : start + rng.integers(2, 6)] *= rng.uniform(1.2, 2.0)
    return crowd


def _alerts(span: int, rng: Rng) -> tuple[Numbers, Numbers]:
    """Fright of heavy alerts, fading in days, and flights of people after some, both (T,)."""
    fright, flight = np.zeros(span), np.zeros(span)
    for start in rng.integers(0, span, rng.poisson(span / 60)):
        day = np.arange(span - start)
        fright[start:] += rng.uniform(0.4, 1.3) * np.exp(-day / rng.uniform(1.0, 6.0))
        if rng.random() < 0.25:
            flight[start:] += np.exp(-day / 12.0)
    return np.minimum(fright, 2.0), flight


def _cuts(dates: Dates, rng: Rng) -> NDArray[np.bool_]:
    """Days on which snow, flood or a landslide closes the road."""
    cut = np.zeros(len(dates), dtype=bool)
    for start in rng.integers(0, len(dates), rng.poisson(len(dates) / 200)):
        cut[start : start + rng.integers(2, 6)] = True
    return cut
