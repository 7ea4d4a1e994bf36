"""Ways of hiding by whole parties: who is not written at all, or for fewer nights or people.

Rooms, guests, arrivals and exempt then agree night by night, as in true books. Each way is given
the parties of one house and the share of guest-nights to hide, and gives back what is written; it
may not reach the share, where there are too few parties of the kind.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.detector.panels.oblast.parties import Parties

Rng = np.random.Generator
Flags = NDArray[np.bool_]

SURE = 0.95  # of the parties of a kind, at most, are left out: somebody always wants a bill
COACH = 8  # guests of the least group


@dataclass(frozen=True)
class Site:
    """A house as its keeper sees it; ``weekday`` and ``month`` (N,) of the nights, Monday 0."""

    rooms: float
    beds: float
    weekday: NDArray[np.intp]
    month: NDArray[np.intp]


def leave_out(own: Parties, may: Flags, share: float, rng: Rng) -> Parties:
    """Leave out parties of those that ``may`` be, at random, until ``share`` of all is reached."""
    weight = np.where(may, own.guest_nights, 0).astype(float)
    if not weight.sum():
        return own
    chance = min(share * own.guest_nights.sum() / weight.sum(), SURE)
    order = rng.permutation(len(own))
    run = np.cumsum(weight[order])
    out = np.zeros(len(own), dtype=bool)
    out[order] = (run <= chance * run[-1] + 0.5 * weight[order]) & may[order]
    return own.take(~out)


def anybody(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Any party may fall under the table."""
    return leave_out(own, np.ones(len(own), dtype=bool), share, rng)


def cash(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Who pays in cash at the desk gets no paper."""
    return leave_out(own, own.cash, share, rng)


def passing(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Stays of one or two nights leave no trace."""
    return leave_out(own, own.stay <= 2, share, rng)


def weekend(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Nobody checks from Friday to Sunday: short stays that begin then are not written."""
    day = site.weekday[own.night]
    return leave_out(own, (day >= 4) & (own.stay <= 3), share, rng)


def season(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Only in the house's own four best months, when the money is made."""
    month = site.month[own.night]
    sold = np.bincount(month, own.guest_nights, minlength=12)
    return leave_out(own, np.isin(month, np.argsort(-sold, kind="stable")[:4]), share, rng)


def coaches(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Groups, settled with the guide in an envelope."""
    return leave_out(own, own.guests >= COACH, share, rng)


def regulars(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Long stays agreed by telephone: no platform, no card."""
    return leave_out(own, own.stay >= 5, share, rng)


def annex(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """A few rooms are not in the books: whoever is put there is not, either."""
    usual = own.guest_nights.sum() / len(np.unique(own.night))  # guests of a night
    beds = max(round(1.2 * share * usual), 1)  # filled first, yet never quite full
    free = np.full(len(site.weekday), beds)
    out = np.zeros(len(own), dtype=bool)
    for party in np.argsort(own.night, kind="stable").tolist():
        when = slice(int(own.night[party]), int(own.night[party] + own.stay[party]))
        if free[when].min() >= own.guests[party] and rng.random() < SURE:
            free[when] -= own.guests[party]
            out[party] = True
    return own.take(~out)


def shortened(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """A week is written as three nights: the bill says so, and the rest was a favour."""
    long = own.stay >= 2
    weight = own.guest_nights[long].sum()
    keep = 1 - min(share * own.guest_nights.sum() / max(weight, 1), 0.85)
    fewer = np.maximum(np.floor(own.stay * keep + rng.random(len(own))), 1).astype(np.intp)
    return replace(own, stay=np.where(long, np.minimum(fewer, own.stay), own.stay))


def one_of_two(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Rooms are right, people are not: a couple is one guest, a family two."""
    spare = own.guests - 1
    weight = (spare * own.stay).sum()
    chance = min(share * own.guest_nights.sum() / max(weight, 1), SURE)
    guests = own.guests - rng.binomial(spare, chance)
    return replace(own, guests=guests, exempt=np.minimum(own.exempt, guests))


def fixed_sum(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """The same tax each month: once the month's sum is written, the rest of it is not.

    The sum is found by halving; months that sell less are written whole.
    """
    order = np.argsort(own.night, kind="stable")
    weight = own.guest_nights[order].astype(float)
    month = site.month[own.night[order]]
    so_far = np.empty(len(own))
    for number in np.unique(month):
        so_far[month == number] = np.cumsum(weight[month == number])
    low, high = 0.0, float(so_far.max(initial=0.0))
    for _ in range(24):
        middle = (low + high) / 2
        if weight[so_far > middle].sum() > share * weight.sum():
            low = middle
        else:
            high = middle
    out = np.zeros(len(own), dtype=bool)
    out[order] = so_far > high
    return own.take(~out)


def ceiling(own: Parties, site: Site, share: float, rng: Rng) -> Parties:
    """Never more guests in the books than so many: the next party is not written."""
    best, near = own, 2.0
    for cap in np.unique(np.round(site.beds * np.array([0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75]))):
        kept = own.take(_under(own, int(cap), len(site.weekday)))
        miss = abs(1 - kept.guest_nights.sum() / own.guest_nights.sum() - share)
        if miss < near:
            best, near = kept, miss
    return best


def _under(own: Parties, cap: int, nights: int) -> Flags:
    """Which parties, in order of arrival, fit below a number of guests on all their nights."""
    free = np.full(nights, cap)
    kept = np.zeros(len(own), dtype=bool)
    for party in np.argsort(own.night, kind="stable").tolist():
        when = slice(int(own.night[party]), int(own.night[party] + own.stay[party]))
        if free[when].min() >= own.guests[party]:
            free[when] -= own.guests[party]
            kept[party] = True
    return kept


Way = Callable[[Parties, Site, float, Rng], Parties]
WAYS: dict[str, Way] = {
    "anybody": anybody,
    "cash": cash,
    "passing": passing,
    "weekend": weekend,
    "season": season,
    "coaches": coaches,
    "regulars": regulars,
    "annex": annex,
    "shortened": shortened,
    "one_of_two": one_of_two,
    "fixed_sum": fixed_sum,
    "ceiling": ceiling,
}
