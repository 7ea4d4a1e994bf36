"""What a night is in the oblast: season, holidays, weather, raids, feasts of towns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.oblast.places import PLACES, SORTS
from benchmarks.detector.panels.oblast.segments import NUMBER, SEGMENTS

Rng = np.random.Generator
Numbers = NDArray[np.float64]
Dates = NDArray[np.datetime64]

#: Demand in the middle of each month, January first, over that of a usual one.
SEASONS = {
    "city": (0.80, 0.78, 0.84, 0.98, 1.12, 1.08, 1.10, 1.20, 1.12, 1.04, 0.98, 1.08),
    "spa": (0.85, 0.76, 0.84, 0.94, 1.06, 1.14, 1.30, 1.34, 1.16, 1.00, 0.86, 0.82),
    "ski": (1.55, 1.48, 1.02, 0.64, 0.74, 0.87, 1.18, 1.28, 0.90, 0.84, 0.68, 1.15),
    "road": (0.86, 0.86, 0.92, 0.98, 1.04, 1.10, 1.18, 1.18, 1.04, 0.98, 0.92, 0.96),
    "country": (0.62, 0.60, 0.70, 0.96, 1.18, 1.26, 1.42, 1.42, 1.10, 0.94, 0.70, 0.80),
}
NEW_YEAR = {"city": 1.9, "spa": 1.6, "ski": 2.1, "road": 1.1, "country": 1.7}
RAIDS = 3.5  # waves a year
FEASTS = {"city": 7.0, "spa": 1.5, "ski": 2.0, "road": 0.5, "country": 1.5}  # a year
YEAR = 365.25


@dataclass(frozen=True)
class Calendar:
    """N nights: ``dates`` (N,), ``weekday`` (N,) with Monday 0, ``pull`` (P, S, N): demand of
    each kind of party in each of the ``PLACES``, over the usual (about 1 on average) · ``feast``
    (N,): nights about the New Year, when people come on any day as if it were a Friday.
    """

    dates: Dates
    weekday: NDArray[np.intp]
    feast: NDArray[np.bool_]
    pull: Numbers


def keep(dates: Dates, rng: Rng) -> Calendar:
    """Draw one oblast's year."""
    weekday = ((dates.astype("M8[D]").astype(np.int64) - 4) % 7).astype(np.intp)
    nights = len(dates)
    raids = _raids(nights, rng)
    weather = {sort: drift((1, nights), 0.12, 9.0, rng)[0] for sort in SORTS}
    weather["ski"] = drift((1, nights), 0.30, 16.0, rng)[0]  # snow comes and goes
    pull = np.empty((len(PLACES), len(SEGMENTS), nights))
    for number, place in enumerate(PLACES):
        season = np.log(_season(dates, place.sort)) + weather[place.sort]
        own = drift((1, nights), 0.10, 12.0, rng)[0] + drift((1, nights), 0.10, 3.0, rng)[0]
        feast = _feasts(nights, FEASTS[place.sort], rng) + np.log(_rest_days(dates, place.sort))
        for kind, segment in enumerate(SEGMENTS):
            draw = np.where(segment.season > 0.5, feast, 0.0)
            far = 1.0 if place.sort == "city" else 0.6
            fear = segment.fear * far * raids
            pull[number, kind] = np.exp(segment.season * season + own + draw + fear)
        pull[number, NUMBER["business"]] *= _work(dates)
        pull[number, NUMBER["group"]] *= _schools(dates)
        pull[number, NUMBER["shift"]] *= _camps(dates)
    return Calendar(dates, weekday, _turn_of_year(dates), pull)


def drift(shape: tuple[int, int], spread: float, days: float, rng: Rng) -> Numbers:
    """Rows of noise with a memory of ``days`` and standard deviation ``spread`` (logarithms)."""
    memory = float(np.exp(-1.0 / days))
    fresh = rng.normal(size=shape) * np.sqrt(1 - memory**2)
    out = np.empty(shape)
    last = rng.normal(size=shape[0])
    for night in range(shape[1]):
        last = memory * last + fresh[:, night]
        out[:, night] = last
    return spread * out


def easter(year: int) -> np.datetime64:
    """Orthodox Easter by J. Meeus' rule for the Julian calendar, valid 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    julian = np.datetime64(f"{year}-{month:02d}-{day + 1:02d}")
    return julian + np.timedelta64(13, "D")


def _season(dates: Dates, sort: str) -> Numbers:
    """A smooth year through the middles of the months."""
    place = ((dates - dates.astype("M8[Y]").astype("M8[D]")).astype(float) + 0.5) / YEAR * 12
    return np.interp(
        place,
        np.arange(-0.5, 13),
        np.array([*SEASONS[sort][-1:], *SEASONS[sort], SEASONS[sort][0]]),
    )


def _rest_days(dates: Dates, sort: str) -> Numbers:
    """Holidays that fill beds: the turn of the year, Easter, May, Independence Day."""
    out = np.ones(len(dates))
    out[_turn_of_year(dates)] = NEW_YEAR[sort]
    for year in np.unique(dates.astype("M8[Y]").astype(int) + 1970).tolist():
        for start, nights, more in (
            (easter(year) - 3, 5, 1.45),
            (np.datetime64(f"{year}-05-01"), 3, 1.25),
            (np.datetime64(f"{year}-08-22"), 3, 1.3),
        ):
            out[(dates >= start) & (dates < start + nights)] = more
    return out


def _turn_of_year(dates: Dates) -> NDArray[np.bool_]:
    """Arrivals from 28 December to 5 January."""
    day = dates.astype("M8[M]").astype(int) % 12 * 100
    day += (dates - dates.astype("M8[M]").astype("M8[D]")).astype(int)
    turn: NDArray[np.bool_] = (day >= 1127) | (day < 5)
    return turn


def _work(dates: Dates) -> Numbers:
    """Business slackens in summer and stops at the turn of the year."""
    day = (dates - dates.astype("M8[Y]").astype("M8[D]")).astype(int)
    out = np.where((day > 190) & (day < 238), 0.75, 1.0)
    return np.where((day > 356) | (day < 9), 0.25, out)


def _schools(dates: Dates) -> Numbers:
    """Coaches of pupils in May, June, September and October."""
    month = dates.astype("M8[M]").astype(int) % 12 + 1
    return np.where(np.isin(month, (5, 6, 9, 10)), 1.45, np.where(month <= 2, 0.6, 0.9))


def _camps(dates: Dates) -> Numbers:
    """Children's shifts in the summer holidays, a few in winter."""
    day = (dates - dates.astype("M8[Y]").astype("M8[D]")).astype(int)
    return np.where((day > 148) & (day < 228), 3.2, np.where((day > 358) | (day < 6), 1.0, 0.05))


def _raids(nights: int, rng: Rng) -> Numbers:
    """Logarithm of what waves of air raids leave: a fall, then a recovery of days or weeks."""
    out = np.zeros(nights)
    for _ in range(rng.poisson(RAIDS * nights / YEAR)):
        start, deep, slow = rng.integers(nights), rng.uniform(0.25, 0.95), rng.uniform(2.5, 12.0)
        since = np.arange(nights) - start
        out -= np.where(since >= 0, deep * np.exp(-np.maximum(since, 0) / slow), 0.0)
    return out


def _feasts(nights: int, often: float, rng: Rng) -> Numbers:
    """Logarithm of what festivals, congresses and matches add in a place."""
    out = np.zeros(nights)
    for _ in range(rng.poisson(often * nights / YEAR)):
        start, length = rng.integers(nights), rng.integers(1, 5)
        out[start : start + length] += rng.uniform(0.25, 0.75)
    return out
