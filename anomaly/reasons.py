"""Why a facility stands where it stands: codes with numbers, no words."""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: tuple[str, ...] = (
    "LEVEL_BELOW_PEERS",
    "ROUNDED",
    "CAP_AT_X",
    "EMPTY_NIGHTS_ISOLATED",
    "EMPTY_NIGHTS_BLOCK",
    "WEEKENDS_BELOW",
    "SCATTER_HIGH",
    "COPIED_NUMBERS",
    "BREAK_DOWN",
    "HIGH_SEASON_BELOW",
    "EXEMPT_SHARE_HIGH",
)
SUPPORT: tuple[str, ...] = ("STAYS_NOT_DECLARED_BEFORE", "EVIDENCE_HIGH", "CHECK_ABOVE_DECLARED")
HONEST: tuple[str, ...] = (
    "HONEST_LOW_LEVEL",
    "HONEST_CLOSURE",
    "HONEST_BEDS_WRONG",
    "HONEST_LONG_LET",
    "HONEST_EXEMPT_WAVE",
    "HONEST_TYPING_ERROR",
)
REMARKS: tuple[str, ...] = (
    "GROUP_AS_ONE",
    "TOO_FEW_NIGHTS",
    "NIGHTS_ABOVE_PLACES",
    "NO_PEERS",
)


NO_P = float("nan")  # one object, so that equal reasons are equal


@dataclass(frozen=True)
class Reason:
    """One reason: a code of ``KINDS``, ``SUPPORT``, ``HONEST`` or ``REMARKS``.

    ``weight``: of ``KINDS`` they sum to one over a facility's reasons; of ``HONEST`` it is the
    probability of that honest explanation; else 0. ``numbers``: the figures behind it; ``p``: its
    own p-value (NaN where it has none); ``nights``: ISO dates that matter most, in the order of
    their hidden guests.
    """

    code: str
    weight: float
    p: float
    numbers: Mapping[str, float]
    nights: tuple[str, ...] = ()
