"""How full a house of a kind of place is on a night of the year: city, carpathian, resort.

Shapes follow what is known of Lviv oblast: a city is low in January to March and November, high in
June to October and around New Year, with Friday to Sunday above the week; the Carpathians have two
seasons (late December to mid March, July and August) and strong weekends; a spa resort is high
from May to October with stays of a week and more and hardly any weekend.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import Calendar

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Season:
    """Logit of occupancy by month (January first) and weekday (Monday first); mean stay, nights."""

    level: float
    month: tuple[float, ...]
    week: tuple[float, ...]
    holiday: float
    new_year: float
    stay: float


SEASONS: dict[str, Season] = {
    "city": Season(
        0.0,
        (-0.7, -0.5, -0.4, 0.0, 0.3, 0.5, 0.6, 0.6, 0.5, 0.3, -0.4, -0.1),
        (-0.25, -0.2, -0.1, 0.0, 0.4, 0.5, -0.2),
        0.45,
        0.9,
        2.1,
    ),
    "carpathian": Season(
        -0.3,
        (0.8, 0.7, 0.1, -0.9, -0.5, 0.0, 0.8, 0.9, -0.2, -0.5, -0.9, 0.3),
        (-0.4, -0.4, -0.3, -0.1, 0.7, 0.8, -0.1),
        0.7,
        1.5,
        3.0,
    ),
    "resort": Season(
        0.1,
        (-0.7, -0.6, -0.3, 0.0, 0.5, 0.7, 0.9, 0.9, 0.6, 0.3, -0.4, -0.4),
        (-0.05, 0.0, 0.0, 0.0, 0.1, 0.15, 0.0),
        0.2,
        0.8,
        8.0,
    ),
}


def demand(
    season: Season,
    nights: Calendar,
    *,
    swing: float = 1.0,
    week: float = 1.0,
    holidays: float = 1.0,
) -> Numbers:
    """Common logit of occupancy by night, (T,): month (smooth), weekday, holidays, New Year.

    swing, week and holidays stretch their parts, >= 0; New Year is a holiday.
    """
    days = nights.dates
    year = days.astype("datetime64[Y]")
    of_year = (days - year.astype("datetime64[D]")).astype(int)
    centre = np.array([15, 45, 74, 105, 135, 166, 196, 227, 258, 288, 319, 349], dtype=float)
    curve = np.interp(
        of_year,
        np.concatenate([[centre[-1] - 365], centre, [centre[0] + 365]]),
        np.array([season.month[-1], *season.month, season.month[0]]),
    )
    winter = (of_year >= 361) | (of_year <= 7)  # 28 December to 8 January
    total: Numbers = (
        season.level
        + swing * curve
        + week * np.array(season.week)[nights.weekday]
        + holidays * season.holiday * (nights.holiday | nights.eve)
        + holidays * season.new_year * winter
    )
    return total
