"""How a house's nights add up by calendar month: the tax is a sum of nights, told by the month."""

import warnings

import numpy as np

from anomaly import robust
from anomaly.features.rows import Numbers
from anomaly.traces.trace import Group

WHOLE = 20  # judged nights that make a month count
LEAST = 3  # months below which nothing is said


def months(group: Group) -> dict[str, Numbers]:
    """Figures of whole months, each (F,); NaN where there are fewer than ``LEAST``.

    How unlike the months' sums are, the same against what peers make plausible, how much lower the
    last ten nights are than the first ten, and how far sums keep to one number. A sum is told as a
    mean night, so that months with nights not filed compare.
    """
    fit = group.fit
    number = group.calendar.dates.astype("datetime64[M]").astype(np.intp)
    day = (group.calendar.dates - group.calendar.dates.astype("datetime64[M]")).astype(np.intp)
    guests = np.where(fit.judged, fit.guests, np.nan)
    plausible = np.where(fit.judged, fit.guests_at(fit.level[:, None] + fit.night), np.nan)
    off = np.where(fit.judged, np.clip(fit.x - fit.base, -3, 3), np.nan)
    sums, expected, falls = [], [], []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a month without nights is NaN
        for month in np.unique(number):
            these = number == month
            whole = fit.judged[:, these].sum(axis=1) >= WHOLE
            sums.append(np.where(whole, np.nanmean(guests[:, these], axis=1), np.nan))
            expected.append(np.where(whole, np.nanmean(plausible[:, these], axis=1), np.nan))
            last = np.nanmean(off[:, these & (day >= 20)], axis=1)
            falls.append(
                np.where(whole, last - np.nanmean(off[:, these & (day < 10)], axis=1), np.nan)
            )
    told = np.log(np.column_stack(sums) + 0.5)
    enough = np.sum(~np.isnan(told), axis=1) >= LEAST
    spread, usual = robust.spread(told), robust.spread(np.log(np.column_stack(expected) + 0.5))
    found = {
        "month_sums_spread": np.log(spread + 0.02),
        "month_sums_against": np.log(spread + 0.02) - np.log(usual + 0.02),
        "month_sums_top": _top(told),
        "month_end_low": robust.median(np.column_stack(falls)),
    }
    return {name: np.where(enough, values, np.nan) for name, values in found.items()}


def _top(told: Numbers) -> Numbers:
    """How close the three largest months are, in logs; NaN counts as the smallest."""
    ordered = np.sort(np.nan_to_num(told, nan=-9.0), axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -min(LEAST, ordered.shape[1])])
