"""Shape features of each house, as a careful analyst would make them for an outlier detector."""

import numpy as np
from numpy.typing import NDArray

from anomaly import Panel
from anomaly.peers import peer_groups
from benchmarks.detector.methods.against_peers import LEAST_PEERS, beds
from benchmarks.detector.methods.readings import check_ratio, ratios
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

#: Features of which only a high value is odd: a house full of guests is no outlier to worry about.
ONE_SIDED = (
    "below_peers",
    "empty",
    "empty_alone",
    "same_as_week_ago",
    "same_as_yesterday",
    "round",
    "at_cap",
    "stays_from_nowhere",
    "weekend_low",
    "late_low",
    "season_low",
    "readings",
    "checks",
)
LEAST_SPREAD = 0.02


def features(given: Given) -> Numbers:
    """Return features (F, K) in robust units of the peer group, one-sided ones not below -1."""
    columns = []
    for name, values in _raw(given).items():
        scaled = np.zeros(len(values))
        for rows in peer_groups(given.panel.facilities, LEAST_PEERS):
            known = rows[np.isfinite(values[rows])]
            if len(known):
                off = values[known] - np.median(values[known])
                spread = 1.4826 * float(np.median(np.abs(off)))
                # A trace that hardly anybody shows has no such spread; the mean stands in.
                spread = spread or 0.5 * float(np.abs(off).mean())
                scaled[known] = off / max(spread, LEAST_SPREAD)
        columns.append(np.clip(scaled, -1.0 if name in ONE_SIDED else -6.0, 6.0))
    return np.column_stack(columns)


def _raw(given: Given) -> dict[str, Numbers]:
    """Features in their own units, NaN = unknown."""
    panel = given.panel
    guests, filed = panel.guests, ~np.isnan(panel.guests)
    occupancy = guests / beds(panel)[:, None]
    weekday = (panel.dates.astype("M8[D]").astype(int) + 3) % 7
    peers = _of_peers(panel, occupancy)
    high = peers >= np.nanquantile(peers, 0.67, axis=1, keepdims=True)
    level = _mean(occupancy, filed)
    with np.errstate(all="ignore"):
        relative = np.log((occupancy + 0.05) / (peers + 0.05))
        profile = np.stack([_mean(relative, filed & (weekday == day)) for day in range(7)], axis=1)
        spread = np.nanstd(relative, axis=1)
        count = np.maximum(filed.sum(axis=1), 1)
        positive = filed & (guests > 0)
        most = np.nanmax(np.where(filed, guests, np.nan), axis=1, keepdims=True)
        week_ago, yesterday = _back(guests, 7), _back(guests, 1)
        alone = filed & (guests == 0) & (yesterday > 0) & (_back(guests, -1) > 0)
        step = np.where(np.nanmedian(guests, axis=1) >= 15, 10, 5)[:, None]
        staying = guests - panel.arrivals - yesterday
        half = _halves(relative, filed)
        return {
            "below_peers": -np.log((level + 0.02) / (_mean(peers, filed) + 0.02)),
            "empty": (filed & (guests == 0)).sum(axis=1) / count,
            "empty_alone": alone.sum(axis=1) / count,
            "weekend_low": -(profile[:, 4:7].mean(axis=1) - profile[:, :4].mean(axis=1)),
            "week_shape": np.nanstd(profile, axis=1),
            "season_low": _mean(relative, filed & ~high) - _mean(relative, filed & high),
            "late_low": half,
            "spread": np.log(spread + 0.02),
            "dispersion": np.log(
                (np.nanvar(guests, axis=1) + 1) / (np.nanmean(guests, axis=1) + 1)
            ),
            "same_as_week_ago": (positive & (guests == week_ago)).sum(axis=1) / count,
            "same_as_yesterday": (positive & (guests == yesterday)).sum(axis=1) / count,
            "round": (positive & (guests % step == 0)).sum(axis=1) / count,
            "at_cap": (positive & (guests >= most)).sum(axis=1) / count,
            "peak": np.log((most[:, 0] + 1) / (np.nanquantile(guests, 0.8, axis=1) + 1)),
            "stays_from_nowhere": (np.maximum(staying, 0.0) > 0).sum(axis=1) / count,
            "arrivals": np.nansum(panel.arrivals, axis=1) / _some(np.nansum(guests, axis=1)),
            "in_a_room": np.nansum(guests, axis=1) / _some(np.nansum(panel.rooms_occupied, axis=1)),
            "memory_1": _memory(relative, 1),
            "memory_7": _memory(relative, 7),
            "not_filed": 1 - count / guests.shape[1],
            "readings": _combined(given),
            "checks": check_ratio(given)[0],
        }


def _some(total: Numbers) -> Numbers:
    """Totals to divide by: none is unknown."""
    return np.where(total > 0, total, np.nan)


def _of_peers(panel: Panel, occupancy: Numbers) -> Numbers:
    out = np.zeros_like(occupancy)
    for rows in peer_groups(panel.facilities, LEAST_PEERS):
        some = occupancy[rows]
        known = ~np.isnan(some).all(axis=0)
        middle = np.zeros(some.shape[1])
        middle[known] = np.nanmedian(some[:, known], axis=0)
        out[rows] = middle
    return out


def _mean(values: Numbers, where: NDArray[np.bool_]) -> Numbers:
    total: Numbers = np.where(where, values, 0.0).sum(axis=1) / np.maximum(where.sum(axis=1), 1)
    return total


def _back(values: Numbers, by: int) -> Numbers:
    """Values of ``by`` nights ago (NaN where there is no such night)."""
    out = np.full_like(values, np.nan)
    if by > 0:
        out[:, by:] = values[:, :-by]
    else:
        out[:, :by] = values[:, -by:]
    return out


def _halves(relative: Numbers, filed: NDArray[np.bool_]) -> Numbers:
    """Largest fall of the level against peers at one of five places of the year."""
    span = relative.shape[1]
    falls = []
    for cut in np.linspace(0.25, 0.75, 5):
        early = np.arange(span) < cut * span
        falls.append(_mean(relative, filed & early) - _mean(relative, filed & ~early))
    found: Numbers = np.max(falls, axis=0)
    return found


def _memory(relative: Numbers, lag: int) -> Numbers:
    centred = np.nan_to_num(relative - np.nanmean(relative, axis=1, keepdims=True))
    top = (centred[:, lag:] * centred[:, :-lag]).sum(axis=1)
    memory: Numbers = top / np.maximum((centred**2).sum(axis=1), 1e-9)
    return memory


def _combined(given: Given) -> Numbers:
    """Mean over kinds of the log reading per declared night against peers, NaN = no reading."""
    each = [ratio for ratio, _ in ratios(given).values()]
    if not each:
        return np.zeros(len(given.panel.facilities))
    with np.errstate(all="ignore"):
        table = np.stack(each)
        seen = (~np.isnan(table)).sum(axis=0)
        return np.where(seen > 0, np.nansum(table, axis=0) / np.maximum(seen, 1), np.nan)
