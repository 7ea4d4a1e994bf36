"""Traces in the numbers a house writes: caps, tens and fives."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from anomaly import robust
from anomaly.traces.trace import Group, Numbers, Trace, binomial_tail, lifted

USUAL_SHARE = 0.7  # logit step of an unknown constant share: 20 to 55 % hidden, 37 % in the middle

CENSORED_ROUNDS = 8


def cap_at_x(group: Group) -> Trace:
    """Nights pile up at a number below what the house can sleep (CAP_AT_X).

    An honest crowd thins out towards its largest night; a cap piles nights up at it. Nights with
    every room taken are left out, since a full house piles up too.
    """
    fit = group.fit
    rooms = group.panel.facilities.rooms[:, None]
    with np.errstate(invalid="ignore"):
        every_room = group.panel.rooms_occupied >= rooms
        full = fit.judged & (every_room | (fit.guests >= 0.97 * fit.places[:, None]))
    stale = np.zeros_like(full)  # nobody came and the number stands: the same people, a long let
    stale[:, 1:] = (group.panel.arrivals[:, 1:] == 0) & (fit.guests[:, 1:] == fit.guests[:, :-1])
    guests = np.where(full | stale | ~(fit.guests > 0), np.nan, fit.guests)
    top, p_guests = _pile(guests)
    crowded = np.nansum(full, axis=1) > 0.02 * fit.judged.sum(axis=1)
    p = np.where(crowded, np.nan, p_guests)  # it does fill up: no cap below the places
    at = (fit.guests >= top[:, None]) & fit.judged
    hidden = _above_cap(group, at)
    return Trace(
        "CAP_AT_X",
        p,
        hidden,
        {"x": top, "nights_at_x": at.sum(axis=1).astype(float)},
    )


def _above_cap(group: Group, at: NDArray[np.bool_]) -> Numbers:
    """Expected guests above the number at which nights ``at`` (F, T) were cut off.

    The level under the cut is found as for any censored sample: a cut night counts with its
    expected value given that it was at least that high (expectation-maximisation; J. Tobin,
    Econometrica 26 (1958) 24-36).
    """
    fit = group.fit
    rest = np.where(fit.judged, fit.x - fit.night, 0.0)
    weight = fit.judged * robust.huber(np.where(at, np.nan, (fit.x - fit.own) / fit.noise), 2.5)
    weight = np.where(at, 1.0, weight)
    count = np.maximum(weight.sum(axis=1), 1.0)
    level, sigma = fit.level.copy(), np.full(len(fit.level), 0.6)
    for _ in range(CENSORED_ROUNDS):
        depth = (rest - level[:, None]) / sigma[:, None]
        hazard = np.exp(-0.5 * depth**2 - log_ndtr(-depth)) / np.sqrt(2 * np.pi)
        mean = np.where(at, level[:, None] + sigma[:, None] * hazard, rest)
        extra = np.where(at, sigma[:, None] ** 2 * (1 + depth * hazard - hazard**2), 0.0)
        level = (weight * mean).sum(axis=1) / count
        square = weight * ((mean - level[:, None]) ** 2 + extra)
        sigma = np.clip(np.sqrt(square.sum(axis=1) / count), 0.3, 1.2)
    reach = fit.guests_at(mean + fit.night)
    return np.where(at, np.maximum(reach - np.nan_to_num(fit.guests), 0.0), 0.0)


def _pile(guests: Numbers) -> tuple[Numbers, Numbers]:
    """Largest number of each row and how surprising its repetition is."""
    ordered = np.sort(np.nan_to_num(guests, nan=-1.0), axis=1)
    known = np.sum(ordered >= 0, axis=1)
    top = ordered[:, -1]
    # one slip of the pen above the pile must not hide it: step down past single outliers
    rank = np.maximum(ordered.shape[1] - 1 - np.minimum(known // 50, 3), 0)
    second = ordered[np.arange(len(ordered)), rank]
    top = np.where(
        np.sum(ordered >= second[:, None], axis=1) <= known // 50 + 1,
        top,
        np.where(top > 1.1 * second, second, top),
    )
    width = np.maximum(np.round(0.08 * top), 3.0)
    at = np.sum(guests == top[:, None], axis=1).astype(float)
    near = np.sum((guests >= (top - width)[:, None]) & (guests <= top[:, None]), axis=1)
    p = np.full(len(top), np.nan)
    for row in np.flatnonzero((top >= 4) & (known >= 21)):
        p[row] = (
            binomial_tail(
                at[row : row + 1] - 1, near[row : row + 1].astype(float) - 1, 1.0 / (width[row] + 1)
            )[0]
            if near[row] > 1
            else 0.9
        )
    return top, p


def rounded(group: Group) -> Trace:
    """Too many tens (and fives) among the numbers written (ROUNDED).

    Next to a multiple stand neighbours that chance makes as likely; couples favour even numbers,
    so that tens must also stand out among even neighbours. The full house is left out.
    """
    fit = group.fit
    guests = np.where(fit.guests < 0.95 * fit.places[:, None], fit.guests, np.nan)
    tens, p_near = _heaped(guests, 10, (1, 2, 3))
    p_tens = np.maximum(p_near, _heaped(guests, 10, (2, 4))[1])
    fives, p_fives = _heaped(guests, 5, (1, 2))
    both = np.fmin(p_tens, p_fives)
    p = np.clip(
        1 - (1 - both) ** np.where(np.isnan(p_tens) | np.isnan(p_fives), 1.0, 1.6), 1e-12, 1 - 1e-6
    )
    lift = np.full(len(p), USUAL_SHARE)
    return Trace(
        "ROUNDED",
        p,
        lifted(fit, lift),
        {"nights_of_ten": tens, "nights_of_five": fives},
    )


def _heaped(guests: Numbers, step: int, steps: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    with np.errstate(invalid="ignore"):
        multiple = step * np.round(guests / step)
        off = np.abs(guests - multiple)
        near = (multiple >= 10) & (np.isin(off, steps) | (off == 0))
    exact = np.sum(near & (off == 0), axis=1).astype(float)
    tries = np.sum(near, axis=1).astype(float)
    p = binomial_tail(exact, tries, 1.0 / (2 * len(steps) + 1))
    return exact, np.where(tries >= 15, p, np.nan)
