"""Houses of made-up towns with their figures and the truth about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.calendar import calendar
from anomaly.features import as_table
from anomaly.judge import look
from anomaly.null_curve import stratum
from anomaly.params import ScanParams
from anomaly.peers import peer_groups
from anomaly.reasons import HONEST, KINDS
from anomaly.simulate import Simulated

Numbers = NDArray[np.float64]

HIDES_AS: dict[str, str] = {
    "share": "LEVEL_BELOW_PEERS",
    "community": "LEVEL_BELOW_PEERS",
    "rounded": "ROUNDED",
    "cap": "CAP_AT_X",
    "empty_single": "EMPTY_NIGHTS_ISOLATED",
    "empty_block": "EMPTY_NIGHTS_BLOCK",
    "weekend": "WEEKENDS_BELOW",
    "cash": "SCATTER_HIGH",
    "copied": "COPIED_NUMBERS",
    "break": "BREAK_DOWN",
    "rooms_closed": "BREAK_DOWN",
    "high_season": "HIGH_SEASON_BELOW",
    "exempt": "EXEMPT_SHARE_HIGH",
    "month_sum": "LEVEL_BELOW_PEERS",
    "unlisted_rooms": "LEVEL_BELOW_PEERS",
    "fewer_in_room": "LEVEL_BELOW_PEERS",
}
LOOKS_LIKE: dict[str, str] = {
    "low_performer": "HONEST_LOW_LEVEL",
    "renovation": "HONEST_CLOSURE",
    "wrong_beds": "HONEST_BEDS_WRONG",
    "part_shut": "HONEST_BEDS_WRONG",
    "long_let": "HONEST_LONG_LET",
    "displaced": "HONEST_EXEMPT_WAVE",
    "irregular": "HONEST_CLOSURE",
    "air_raid": "HONEST_CLOSURE",
    "typing_error": "HONEST_TYPING_ERROR",
}
LEAST_HIDDEN = 0.02  # of the true nights: less is as good as honest, and nobody's aim


@dataclass(frozen=True)
class Houses:
    """H houses: figures by name, raw p-values of the traces (H, traces), truths.

    ``hides``: bool · ``kind``: place in ``KINDS`` · ``trouble``: 0 or 1 + place in ``HONEST`` ·
    ``share``: hidden nights over places times filed nights · ``together``: hides with its whole
    community · ``curve``: stratum of the null.
    """

    figures: dict[str, Numbers]
    raw: Numbers
    hides: NDArray[np.bool_]
    kind: NDArray[np.intp]
    trouble: NDArray[np.intp]
    share: Numbers
    together: NDArray[np.bool_]
    curve: NDArray[np.intp]
    group: NDArray[np.intp]

    def groups(self) -> list[NDArray[np.intp]]:
        """Rows of the houses of each peer group."""
        order = np.argsort(self.group, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self.group[order])) + 1)

    def table(self, names: Iterable[str]) -> Numbers:
        """Figures as columns."""
        return as_table(self.figures, tuple(names))


def described(
    made: Simulated, usual: Mapping[str, float], params: ScanParams, alone: int = 0
) -> Houses | None:
    """Describe every house of a town that has enough nights to be judged.

    ``alone``: instead, so many of its houses, each without any peers.
    """
    panel = made.panel
    order = np.argsort(panel.facilities.facility_id, kind="stable")
    panel = panel.take(order)
    nights = calendar(panel.dates, params.country)
    kind, hard, hidden = made.kind[order], made.hard[order], made.hidden[order]
    parts = []
    groups = peer_groups(panel.facilities, params.min_peers)
    if alone:
        groups = [np.array([row]) for row in range(min(alone, len(panel.facilities)))]
    for number, rows in enumerate(groups):
        seen = look(panel.take(rows), nights, made.evidence, made.checks, usual)
        fit = seen.group.fit
        filed = fit.judged.sum(axis=1)
        enough = filed >= params.min_nights
        if not enough.any():
            continue
        lost = np.where(fit.judged, hidden[rows], 0.0).sum(axis=1)
        true = lost + np.nan_to_num(fit.guests).sum(axis=1)
        moved = kind[rows] == "exempt"
        hides = (lost > LEAST_HIDDEN * true) | (moved & (panel.exempt is not None))
        parts.append(
            Houses(
                {name: values[enough] for name, values in seen.figures.items()},
                np.array([trace.p for trace in seen.traces]).T[enough],
                hides[enough],
                np.array([KINDS.index(HIDES_AS.get(str(k), KINDS[0])) for k in kind[rows]])[enough],
                np.array([_trouble(str(h)) for h in hard[rows]])[enough],
                (lost / np.maximum(filed * fit.places, 1.0))[enough],
                (hides & (kind[rows] == "community"))[enough],
                stratum(fit.places, filed, seen.figures)[enough],
                np.full(int(enough.sum()), number),
            )
        )
    return joined(parts) if parts else None


def _trouble(hard: str) -> int:
    return 1 + HONEST.index(LOOKS_LIKE[hard]) if hard in LOOKS_LIKE else 0


def joined(parts: list[Houses]) -> Houses:
    """All houses of several groups or towns; a figure that a part lacks is unknown there."""
    names = list(dict.fromkeys(name for part in parts for name in part.figures))
    sizes = [len(part.hides) for part in parts]
    figures = {
        name: np.concatenate(
            [
                part.figures.get(name, np.full(size, np.nan))
                for part, size in zip(parts, sizes, strict=True)
            ]
        )
        for name in names
    }
    starts = np.cumsum([0] + [int(part.group.max()) + 1 for part in parts])

    return Houses(
        figures,
        np.concatenate([part.raw for part in parts]),
        np.concatenate([part.hides for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.trouble for part in parts]),
        np.concatenate([part.share for part in parts]),
        np.concatenate([part.together for part in parts]),
        np.concatenate([part.curve for part in parts]),
        np.concatenate([part.group + at for part, at in zip(parts, starts, strict=False)]),
    )
