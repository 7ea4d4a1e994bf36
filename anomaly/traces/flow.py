"""Guests who stay on tonight must have been there last night: books that cannot be so."""

import numpy as np

from anomaly import robust
from anomaly.traces.own_numbers import USUAL_SHARE
from anomaly.traces.trace import Group, Trace, against_peers, lifted, low_tail

COUNTED_OTHERWISE = 0.05  # of nights: arrivals mean something else in this group


def stays_unexplained(group: Group) -> Trace:
    """More guests stay on than were declared the night before (STAYS_NOT_DECLARED_BEFORE).

    guests[t] - arrivals[t] <= guests[t-1] holds in any honest register. How often peers break it
    (some count arrivals another way) is taken off; where most do, nothing is said.
    """
    fit, panel = group.fit, group.panel
    with np.errstate(invalid="ignore"):
        over = (fit.guests[:, 1:] - panel.arrivals[:, 1:]) - fit.guests[:, :-1]
        known = ~np.isnan(over) & (fit.guests[:, 1:] > 0)
        broken = known & (over > 0)
    tries = known.sum(axis=1).astype(float)
    times = broken.sum(axis=1).astype(float)
    rate = np.where(tries >= 14, times / np.maximum(tries, 1), np.nan)
    root = np.arcsin(np.sqrt(rate))
    if np.nan_to_num(robust.median(rate)) > COUNTED_OTHERWISE:
        root = np.full_like(root, np.nan)
    z = against_peers(root, 0.5 / np.sqrt(np.maximum(tries, 1.0)), usual=0.03, centred=False)
    people = np.where(broken, over, 0.0)
    proven = np.zeros_like(fit.guests)
    proven[:, :-1] = people
    hidden = np.maximum(lifted(fit, np.full(len(z), 0.5 * USUAL_SHARE)), proven)
    return Trace(
        "STAYS_NOT_DECLARED_BEFORE",
        low_tail(-z),
        np.where(fit.judged, hidden, 0.0),
        {"times": times, "guests": people.sum(axis=1)},
    )
