"""Which nights of a span are days of demand: weekdays, holidays, evenings before them.

Ukraine's public holidays are ordinary working days under martial law, and the ``holidays``
package then lists them only under its category "workday"; people travel on them all the same.
So every category is asked that the package has for the country. Easter and Trinity by the Julian
reckoning move with it.
"""

from dataclasses import dataclass
from functools import lru_cache

import holidays
import numpy as np
from numpy.typing import NDArray

from anomaly.errors import BadInput


@dataclass(frozen=True)
class Calendar:
    """T nights: ``weekday`` 0 = Monday … 6; ``holiday`` and ``eve`` (the night before one)."""

    dates: NDArray[np.datetime64]
    weekday: NDArray[np.intp]
    holiday: NDArray[np.bool_]
    eve: NDArray[np.bool_]

    @property
    def weekend(self) -> NDArray[np.bool_]:
        """Nights of Friday and Saturday, of holidays and of the evenings before them."""
        leisure: NDArray[np.bool_] = np.isin(self.weekday, (4, 5)) | self.holiday | self.eve
        return leisure


def calendar(dates: NDArray[np.datetime64], country: str) -> Calendar:
    """Describe the nights ``dates`` (T,) by the holidays of ``country`` ("" = no holidays).

    Raises ``BadInput`` ``country.unknown``.
    """
    days = dates.astype("datetime64[D]")
    weekday = (days.astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday
    years = np.unique(days.astype("datetime64[Y]").astype(int) + 1970)
    free = np.array(free_days(country, int(years[0]), int(years[-1]) + 1), dtype="datetime64[D]")
    holiday = np.isin(days, free)
    eve = np.isin(days + 1, free)
    return Calendar(days, weekday.astype(np.intp), holiday, eve & ~holiday)


@lru_cache(maxsize=64)
def free_days(country: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """Dates (ISO text) of the holidays of a country in the years given, both included."""
    if not country:
        return ()
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError as problem:
        raise BadInput("country.unknown", value=country) from problem
    wanted = [name for name in ("public", "workday") if name in known.supported_categories]
    days = holidays.country_holidays(
        country, years=range(first_year, last_year + 1), categories=tuple(wanted), observed=False
    )
    return tuple(sorted(day.isoformat() for day in days))
