"""The same line again though guests came and went."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly import robust
from anomaly.traces.own_numbers import USUAL_SHARE
from anomaly.traces.trace import Group, Numbers, Trace, count_tail, lifted

LARGE = 20.0  # places from which equal rooms and guests alone are rare enough to count
SMALLEST = 6.0
FAR = (9, 11, 12, 13)  # nights apart at which nobody copies and few guests stay on

Marks = NDArray[np.bool_]


def copied(group: Group) -> Trace:
    """Lines repeated one or seven nights later (COPIED_NUMBERS).

    Counted are equal rooms, guests and arrivals, and in larger houses equal rooms and guests, on
    nights when somebody arrived, against how often guests differ by one or two only and how often
    lines agree nine to thirteen nights apart. Long lets repeat without arrivals and full houses
    repeat honestly: neither counts. Where arrivals are not known, stays explain two equal nights in
    a row, so that only a week apart is looked at.
    """
    fit, panel = group.fit, group.panel
    known = np.asarray(np.isfinite(panel.arrivals).any(axis=1))
    large: Marks = np.greater_equal(fit.places, LARGE)
    small = (fit.places < SMALLEST) | (np.nan_to_num(robust.median(fit.guests)) < 4)
    smallest, looks = np.ones(len(small)), np.zeros(len(small))
    copies = np.zeros_like(fit.guests, dtype=bool)
    due_most = np.zeros(len(small))
    agree = _agreement(group)
    for lag in (1, 7):
        pairs = _pairs(group, lag)
        for with_arrivals, chance in agree.items():
            fair = known if with_arrivals else np.where(lag == 1, large & known, large)
            same = pairs.same_came if with_arrivals else pairs.same
            due = pairs.near.sum(axis=1) / 4.0 * chance + 0.3
            p = count_tail(same.sum(axis=1).astype(float), due, clump=8.0)
            smallest = np.where(fair, np.minimum(smallest, p), smallest)
            looks += fair
            copies[:, lag:] |= same & fair[:, None]
            due_most = np.maximum(due_most, np.where(fair, due, 0.0))
    p = np.clip(1 - (1 - smallest) ** np.maximum(looks, 1), 1e-12, 1 - 1e-6)
    p = np.where(small | (looks == 0), np.nan, p)
    return Trace(
        "COPIED_NUMBERS",
        p,
        lifted(fit, np.full(len(p), USUAL_SHARE)),
        {"nights_copied": copies.sum(axis=1).astype(float), "nights_due": due_most},
    )


@dataclass(frozen=True)
class Pairs:
    """Nights a lag apart, (F, T - lag): equal guests, also rooms, also arrivals; nearly equal."""

    tied: Marks
    same: Marks
    same_came: Marks
    near: Marks


def _pairs(group: Group, lag: int) -> Pairs:
    fit, panel = group.fit, group.panel
    later, before = slice(lag, None), slice(None, max(fit.guests.shape[1] - lag, 0))
    busy = (fit.guests > 0) & (fit.guests < 0.95 * fit.places[:, None])
    with np.errstate(invalid="ignore"):
        step = np.abs(fit.guests[:, later] - fit.guests[:, before])
        rooms = panel.rooms_occupied[:, later] - panel.rooms_occupied[:, before]
        came = panel.arrivals[:, later] - panel.arrivals[:, before]
        moved = np.isnan(panel.arrivals[:, later]) | (panel.arrivals[:, later] > 0)
        fair = busy[:, later] & busy[:, before] & moved
        tied = fair & (step == 0)
        same = tied & (np.isnan(rooms) | (rooms == 0))
        return Pairs(tied, same, same & (came == 0), fair & (step >= 1) & (step <= 2))


def _agreement(group: Group) -> dict[bool, Numbers]:
    """Chance that rooms (False), rooms and arrivals (True) agree when guests do, each (F,)."""
    count = len(group.fit.level)
    tied, same, same_came = np.zeros(count), np.zeros(count), np.zeros(count)
    for lag in FAR:
        pairs = _pairs(group, lag)
        tied += pairs.tied.sum(axis=1)
        same += pairs.same.sum(axis=1)
        same_came += pairs.same_came.sum(axis=1)
    return {True: (same_came + 4 * 0.2) / (tied + 4), False: (same + 4 * 0.6) / (tied + 4)}
