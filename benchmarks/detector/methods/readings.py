"""Outside evidence and visits, brought to one number per house by simple means."""

import numpy as np
from numpy.typing import NDArray

from anomaly.peers import peer_groups
from benchmarks.detector.methods.against_peers import LEAST_PEERS
from benchmarks.detector.panels.case import Given

Numbers = NDArray[np.float64]

PER_GUEST = ("water_m3", "electricity_kwh", "reviews")
ROOMS_FREE = "ota_rooms_available"
LEAST_SEEN = 5  # houses of a group with readings of a kind, to compare one with the rest


def ratios(given: Given) -> dict[str, tuple[Numbers, Numbers]]:
    """By kind: log of the reading per declared guest-night less its peers', and its spread; (F,).

    NaN = no reading. Rooms shown as free are turned round: the fewer are free for the rooms said to
    be empty, the higher.
    """
    evidence, panel = given.evidence, given.panel
    if evidence is None:
        return {}
    guests = np.nan_to_num(panel.guests)
    empty = np.maximum(panel.facilities.rooms[:, None] - panel.rooms_occupied, 0.0)
    place = {str(name): row for row, name in enumerate(panel.facilities.facility_id)}
    found = {}
    for kind in (*PER_GUEST, ROOMS_FREE):
        mine = np.flatnonzero((evidence.kind == kind) & (evidence.facility_id != ""))
        read, said = np.zeros(len(guests)), np.zeros(len(guests))
        for at in mine:
            row = place.get(str(evidence.facility_id[at]))
            first = int((evidence.date_from[at] - panel.dates[0]).astype(int))
            last = int((evidence.date_to[at] - panel.dates[0]).astype(int)) + 1
            if row is None or first < 0 or last > len(panel.dates):
                continue
            filed = ~np.isnan(panel.guests[row, first:last])
            if not filed.any():
                continue
            if kind == ROOMS_FREE:
                if not np.isnan(empty[row, first]):
                    read[row] += evidence.value[at]
                    said[row] += empty[row, first]
            else:
                read[row] += evidence.value[at] * filed.mean()
                said[row] += guests[row, first:last].sum()
        with np.errstate(all="ignore"):
            level = np.where((read > 0) & (said > 0), np.log(read / said), np.nan)
        found[kind] = _against_group(given, -level if kind == ROOMS_FREE else level)
    return found


def check_ratio(given: Given) -> tuple[Numbers, Numbers]:
    """Log of guests seen by visits over guests declared on those nights, and its error; (F,)."""
    panel, checks = given.panel, given.checks
    seen, said, times = (np.zeros(len(panel.facilities)) for _ in range(3))
    if checks is not None:
        place = {str(name): row for row, name in enumerate(panel.facilities.facility_id)}
        for name, night, observed in zip(
            checks.facility_id, checks.date, checks.observed_guests, strict=True
        ):
            row, at = place.get(str(name)), int((night - panel.dates[0]).astype(int))
            if row is None or not 0 <= at < len(panel.dates) or np.isnan(panel.guests[row, at]):
                continue
            seen[row] += observed
            said[row] += panel.guests[row, at]
            times[row] += 1
    ratio = np.where(times > 0, np.log((seen + 0.5) / (said + 0.5)), np.nan)
    return ratio, np.sqrt(0.04 + 0.3 / np.maximum(times, 1) + 1 / (seen + 1))


def _against_group(given: Given, level: Numbers) -> tuple[Numbers, Numbers]:
    out, spread = np.full_like(level, np.nan), np.full_like(level, 0.35)
    for rows in peer_groups(given.panel.facilities, LEAST_PEERS):
        some = level[rows]
        if np.sum(~np.isnan(some)) < LEAST_SEEN:
            some = np.where(np.isnan(some), np.nan, some)
            middle = np.nanmedian(level) if np.any(~np.isnan(level)) else 0.0
            around = level[~np.isnan(level)] - middle
        else:
            middle = np.nanmedian(some)
            around = some[~np.isnan(some)] - middle
        out[rows] = some - middle
        if len(around):
            spread[rows] = max(1.4826 * float(np.median(np.abs(around))), 0.1)
    return out, spread
