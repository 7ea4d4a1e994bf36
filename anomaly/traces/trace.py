"""What a trace of hiding is: a small test of one peer group and what it would mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from anomaly import robust
from anomaly.calendar import Calendar
from anomaly.fit import Fit
from anomaly.panel import Panel

Numbers = NDArray[np.float64]

ENOUGH_PEERS = 3
TAIL = 7.0  # degrees of freedom: honest houses differ with heavier tails than normal numbers


@dataclass(frozen=True)
class Group:
    """One peer group with its fit: F facilities over T nights."""

    panel: Panel
    fit: Fit
    calendar: Calendar

    @property
    def alone(self) -> bool:
        """Too few houses file here to compare one with the others."""
        return int(self.fit.judged.any(axis=1).sum()) < ENOUGH_PEERS


@dataclass(frozen=True)
class Trace:
    """One test over a group.

    ``p`` (F,): one-sided, uniform for the honest, NaN where the test has nothing to go by.
    ``hidden`` (F, T): guest-nights hidden on each night if this kind of hiding is the truth.
    ``numbers``: figures that a reader checks, each (F,).
    """

    code: str
    p: Numbers
    hidden: Numbers
    numbers: Mapping[str, Numbers] = field(default_factory=dict)


def against_peers(
    values: Numbers, error: Numbers, usual: float, worth: float = 6.0, centred: bool = True
) -> Numbers:
    """Standardise (F,) by the group: robust centre and spread, shrunk to what is usual.

    ``error``: standard error of each value; ``usual``: spread between honest houses where nothing
    is known of the group, worth ``worth`` houses; ``centred``: the centre is known to be near 0.
    """
    count = float(np.sum(~np.isnan(values)))
    if count == 0:
        return np.full_like(values, np.nan)
    centre = float(robust.median(values)) * (count / (count + worth) if centred else 1.0)
    seen = float(robust.spread(values))
    noise = float(np.nan_to_num(robust.median(np.where(np.isnan(values), np.nan, error))))
    between = max(seen**2 - noise**2, 0.0)
    honest = (count * between + worth * usual**2) / (count + worth)
    z: Numbers = (values - centre) / np.sqrt(honest + error**2)
    return z


def low_tail(z: Numbers) -> Numbers:
    """p-value of a small z with heavy tails (Student's t)."""
    p = np.asarray(special.stdtr(TAIL, z), dtype=np.float64)
    return np.clip(p, 1e-12, 1 - 1e-6)


def count_tail(seen: Numbers, expected: Numbers, clump: float) -> Numbers:
    """Mid-p of at least ``seen`` events where ``expected`` were due (negative binomial).

    ``clump``: size of the gamma mixture; small = honest houses differ much.
    """
    chance = clump / (clump + np.maximum(expected, 1e-9))
    at_most = special.betainc(clump, seen + 1, chance)
    below = np.where(seen > 0, special.betainc(clump, np.maximum(seen, 1e-9), chance), 0.0)
    return np.asarray(np.clip(1 - 0.5 * (at_most + below), 1e-12, 1 - 1e-6))


def binomial_tail(seen: Numbers, tries: Numbers, chance: float) -> Numbers:
    """Mid-p of at least ``seen`` successes in ``tries``; NaN where nothing was tried."""
    at_least = np.where(
        seen > 0, special.betainc(np.maximum(seen, 1e-9), tries - seen + 1, chance), 1.0
    )
    above = np.where(
        seen < tries, special.betainc(seen + 1, np.maximum(tries - seen, 1e-9), chance), 0.0
    )
    p = np.clip(0.5 * (at_least + above), 1e-12, 1 - 1e-6)
    return np.where(tries > 0, p, np.nan)


def contrast(rest: Numbers, chosen: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Median of the chosen nights less the median of the others, with its standard error, (F,).

    ``rest`` (F, T) logits, NaN = missing. Nights follow each other, so that a run of them tells
    about a third of what as many separate ones would.
    """
    chosen = np.broadcast_to(chosen, rest.shape)
    on, off = np.where(chosen, rest, np.nan), np.where(chosen, np.nan, rest)
    count_on, count_off = np.sum(~np.isnan(on), axis=1), np.sum(~np.isnan(off), axis=1)
    enough = (count_on >= 5) & (count_off >= 5)
    value = np.where(enough, robust.median(on) - robust.median(off), np.nan)
    error = robust.spread(rest) * np.sqrt(
        3.0 * 1.57 * (1 / np.maximum(count_on, 1) + 1 / np.maximum(count_off, 1))
    )
    return value, np.nan_to_num(error)


def lifted(fit: Fit, lift: Numbers) -> Numbers:
    """Guests missing on each night if the logit should be higher by ``lift`` (F,) or (F, T)."""
    step = lift if lift.ndim == 2 else lift[:, None]
    now = np.nan_to_num(fit.guests)
    gap: Numbers = np.where(fit.judged, scaled_up(now, fit.places[:, None], step) - now, 0.0)
    return gap


def scaled_up(guests: Numbers, places: Numbers, lift: Numbers) -> Numbers:
    """Guests after a logit step: odds of occupancy times exp(lift), never above the places."""
    share = np.clip(guests / np.maximum(places, 1.0), 0.0, 1.0)
    odds = np.exp(np.clip(lift, -6, 6))
    grown: Numbers = np.maximum(places, 1.0) * share * odds / (1 - share + share * odds)
    return np.where(guests > places, guests, grown)
