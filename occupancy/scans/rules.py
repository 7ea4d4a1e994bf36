"""When a scan's finding becomes a signal, how long it stands, what it is worth: pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import isnan, sqrt
from typing import Any

#: Why a signal ended, as kept in ``flag.closed_code``.
EXPLAINED = "explained"  # a person closed it, with words
CORRECTED = "corrected"  # the facility added guests by corrections of its own
FITS_AGAIN = "fits_again"  # newer nights and figures no longer stand out
TOO_SMALL = "too_small"  # what is left is below the least that is worth a question
NOT_JUDGED = "not_judged"  # too few filed nights are left in the window
VISIT_FITS = "visit_fits"  # the visit that it led to saw no more than was declared
CLOSINGS = (EXPLAINED, CORRECTED, FITS_AGAIN, TOO_SMALL, NOT_JUDGED, VISIT_FITS)
#: Nights before the last that a signal's chart shows, and among which its night is chosen.
SHOWN = 30
#: Closings after which the facility is left in peace: somebody looked.
LOOKED_INTO = (EXPLAINED, VISIT_FITS)


def files_of(reply_id: int) -> str:
    """Return what the files of a facility's answer belong to."""
    return f"reply:{reply_id}"


@dataclass(frozen=True)
class FlagParams:
    """Settings of the step; each is refused outside its range, naming the value it got.

    =============  ===========  ====================================================================
    name           range        meaning
    =============  ===========  ====================================================================
    window         28 … 1200    nights looked back from the last one
    q_open         (0, 0.5]     a signal opens at a q-value (Benjamini–Hochberg) up to this …
    least_hidden   >= 0         … and at least this many expected hidden guest-nights
    q_keep         q_open … 1   an open signal stands up to this, so that it does not flicker …
    least_kept     <= least     … and down to this many expected hidden guest-nights
    quiet_nights   >= 0         after somebody looked into a signal and closed it, the same
                                facility is left in peace for this many nights …
    louder         >= 1         … unless the expected hidden nights grew by this factor
    first_bands    1 … window   nights whose bands the first scan keeps
    again_bands    1 … window   past nights that every later scan looks at again
    =============  ===========  ====================================================================
    """

    window: int = 400
    q_open: float = 0.10
    least_hidden: float = 20.0
    q_keep: float = 0.20
    least_kept: float = 10.0
    quiet_nights: int = 30
    louder: float = 1.5
    first_bands: int = 60
    again_bands: int = 10

    def __post_init__(self) -> None:
        _within("window", self.window, 28, 1200)
        _within("q_open", self.q_open, 1e-6, 0.5)
        _within("least_hidden", self.least_hidden, 0, 1e6)
        _within("q_keep", self.q_keep, self.q_open, 1)
        _within("least_kept", self.least_kept, 0, self.least_hidden)
        _within("quiet_nights", self.quiet_nights, 0, 1200)
        _within("louder", self.louder, 1, 100)
        _within("first_bands", self.first_bands, 1, self.window)
        _within("again_bands", self.again_bands, 1, self.window)


def _within(name: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; expected {low} to {high}.")


@dataclass(frozen=True)
class Seen:
    """What one run says of one facility, as far as a signal depends on it (NaN = not judged).

    ``expected``: guest-nights that a visit is expected to find; corrections of the facility's own
    never raise it.
    """

    q_value: float
    expected: float
    corrected_up: int


@dataclass(frozen=True)
class Quieted:
    """The newest signal of a facility that a person closed: when, and how large it was then."""

    closed_on: date
    expected: float


class Turn(StrEnum):
    """What happens to a facility's signal in a run."""

    NOTHING = "nothing"
    OPEN = "open"
    STAY = "stay"
    CLOSE = "close"


def turn(seen: Seen, is_open: bool, quieted: Quieted | None, night: date, by: FlagParams) -> Turn:
    """Return what the run of ``night`` does to a facility's signal."""
    if is_open:
        stands = seen.q_value <= by.q_keep and seen.expected >= by.least_kept
        return Turn.STAY if stands else Turn.CLOSE
    if not (seen.q_value <= by.q_open and seen.expected >= by.least_hidden):
        return Turn.NOTHING
    if quieted is not None and _in_peace(seen, quieted, night, by):
        return Turn.NOTHING
    return Turn.OPEN


def _in_peace(seen: Seen, quieted: Quieted, night: date, by: FlagParams) -> bool:
    fresh = night <= quieted.closed_on + timedelta(days=by.quiet_nights)
    return fresh and seen.expected < by.louder * quieted.expected


def closing(seen: Seen, corrected_up_at_opening: int, by: FlagParams) -> str:
    """Return the code of why an open signal no longer stands."""
    if isnan(seen.q_value) or isnan(seen.expected):
        return NOT_JUDGED
    if seen.corrected_up > corrected_up_at_opening:
        return CORRECTED
    return FITS_AGAIN if seen.q_value > by.q_keep else TOO_SMALL


def money(nights: float, due_kopiykas: int, guest_nights: int) -> int | None:
    """Return what ``nights`` hidden guest-nights are worth in kopiykas, half up.

    ``due_kopiykas`` is the tax due for ``guest_nights`` filed guest-nights (exempt ones among
    them), so that the price of a hidden night is the facility's own average; None without any.
    """
    if guest_nights <= 0 or isnan(nights):
        return None
    worth = Decimal(repr(nights)) * due_kopiykas / guest_nights
    return int(worth.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Estimate:
    """A sum of expectations with 90 % limits."""

    value: float
    low: float
    high: float


def together(parts: Sequence[tuple[float, float, float]]) -> Estimate:
    """Return the sum of (value, low, high) with limits as if the parts erred independently.

    Each side's distance counts on its own (the limits of one facility are not symmetrical); a sum
    of gaps is never below zero. One part keeps its own limits.
    """
    value = sum(part[0] for part in parts)
    below = sqrt(sum((part[0] - part[1]) ** 2 for part in parts))
    above = sqrt(sum((part[2] - part[0]) ** 2 for part in parts))
    return Estimate(value, max(value - below, 0.0), value + above)


def night_to_tell(telling: Sequence[date], hidden: Mapping[date, float]) -> date | None:
    """Return the night that a signal is told by, among those whose band is known (``hidden``).

    The first of the nights that its reasons name (``telling``), else the one with the most expected
    hidden guests; None without bands. Both sides look at the same night.
    """
    for night in telling:
        if night in hidden:
            return night
    return max(hidden, key=lambda night: (hidden[night], night), default=None)


def small_share(count: int, of: int) -> Estimate:
    """Return ``count`` in ``of`` (at least 1) as a share with 90 % limits that hold for few, too.

    Wilson's interval: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    z = 1.6448536
    share, weight = count / of, z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return Estimate(share, max(middle - half, 0.0), min(middle + half, 1.0))


def digest(value: Mapping[str, Any]) -> str:
    """Return SHA-256 (hex) of plain data: the same numbers give the same digest everywhere."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
