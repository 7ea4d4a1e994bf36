"""Nights declared empty that were hardly so: single ones and blocks."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from anomaly import robust
from anomaly.traces.trace import Group, Numbers, Trace, count_tail

CLEAR = 0.02  # an empty night is clear when its chance was below this
MISHAPS = 0.0015  # of honest nights: power cuts, disinfection, a slip of the pen
CLOSURES = 0.5  # runs a year that honest houses close without a word
NOTHING_SEEN = 0.8  # p-value of a count of none


def empty_isolated(group: Group) -> Trace:
    """Single nights or pairs declared empty between busy ones (EMPTY_NIGHTS_ISOLATED)."""
    return _empty(group, "EMPTY_NIGHTS_ISOLATED", 1, 2, clump=1.5)


def empty_block(group: Group) -> Trace:
    """Runs of three to twenty empty nights while peers were busy (EMPTY_NIGHTS_BLOCK).

    One run may be a closure that nobody announced, so runs are counted, not nights.
    """
    return _empty(group, "EMPTY_NIGHTS_BLOCK", 3, 20, clump=0.5)


def _empty(group: Group, code: str, shortest: int, longest: int, clump: float) -> Trace:
    fit = group.fit
    zero = fit.judged & (fit.guests == 0)
    start, length = runs(zero)
    fits = zero & (length >= shortest) & (length <= longest)
    chance = chance_of_empty(group)
    clear = chance < CLEAR
    events = (start & fits & clear).sum(axis=1).astype(float)
    filed = fit.judged.sum(axis=1)
    if longest <= 2:
        due = np.where(clear & fit.judged, chance, 0.0).sum(axis=1) + MISHAPS * filed
    else:
        due = CLOSURES * filed / 365 + 0.01
    judgeable = (clear & fit.judged).sum(axis=1) >= 0.2 * filed
    # without an event the length of the books must not matter, or the measured curve would jump
    p = np.where(events > 0, count_tail(events, due, clump), NOTHING_SEEN)
    p = np.where(judgeable, p, np.nan)
    # if some runs are false, the others of the house hardly are true, whatever their length
    wrong = zero & (length <= 20) & (chance < 0.5)
    busy = np.nan_to_num(robust.median(np.where(fit.guests > 0, fit.x - fit.own, np.nan)))
    hidden = np.where(wrong, fit.guests_at(fit.own + busy[:, None]), 0.0)
    return Trace(
        code,
        p,
        hidden,
        {"nights_empty": wrong.sum(axis=1).astype(float), "times": events, "times_due": due},
    )


def chance_of_empty(group: Group) -> Numbers:
    """Chance of an empty night by the fit, (F, T): scatter of the logit and chance of bookings."""
    fit = group.fit
    edge = (np.log(1.0 / (fit.places + 0.5)))[:, None]
    by_scatter = ndtr((edge - fit.own) / fit.noise)
    bookings = fit.places[:, None] / 1.7
    by_chance = np.exp(bookings * np.log1p(-np.minimum(expit(fit.own), 0.999)))
    chance: Numbers = np.maximum(by_scatter, by_chance)
    return chance


def runs(marked: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """First night of each run of marked nights, and on every marked night its run's length."""
    count, nights = marked.shape
    before = np.zeros_like(marked)
    before[:, 1:] = marked[:, :-1]
    start = marked & ~before
    number = np.cumsum(start.ravel()) * marked.ravel()
    sizes = np.bincount(number, minlength=1)
    sizes[0] = 0
    return start, sizes[number].reshape(count, nights)
