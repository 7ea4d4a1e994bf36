"""Houses made of other people's daily counts: real weeks, seasons, trends and shocks.

A folder of CSV files with ``venue,date,count`` (any number of venues and files). Venues are no
hotels: nobody counts rooms or arrivals there, and what they share is another thing than what hotels
share. Therefore they say how a method stands real individuality, not how well it does in a region.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anomaly import Facilities
from benchmarks.detector.panels.books import Books

Numbers = NDArray[np.float64]
Rng = np.random.Generator

YEAR = 364
KNOWN = 0.97  # of a window's days must be counted


def read(folder: Path) -> tuple[NDArray[np.datetime64], Numbers]:
    """Days (T,) and counts (V, T) of all venues in the folder; NaN = not counted.

    Raises ``ValueError`` naming the folder if it holds no counts.
    """
    counts: dict[str, dict[np.datetime64, float]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                venue = counts.setdefault(line["venue"], {})
                day = np.datetime64(line["date"], "D")
                venue[day] = venue.get(day, 0.0) + float(line["count"])
    if not counts:
        raise ValueError(f"{folder}: no files *.csv with venue,date,count.")
    first = min(min(venue) for venue in counts.values())
    last = max(max(venue) for venue in counts.values())
    days = np.arange(first, last + 1)
    table = np.full((len(counts), len(days)), np.nan)
    for row, name in enumerate(sorted(counts)):
        at = (np.array(list(counts[name])) - first).astype(int)
        table[row, at] = list(counts[name].values())
    return days, table


def cut(counts: Numbers, count: int, span: int, rng: Rng) -> tuple[Facilities, Books]:
    """Up to ``count`` houses of ``span`` nights: a venue and a window of whole years each.

    A community is a window of time: its houses live through the same days.
    """
    starts = range(0, counts.shape[1] - span + 1, YEAR)
    whole = [
        (venue, start)
        for start in starts
        for venue in range(len(counts))
        if np.mean(counts[venue, start : start + span] > 0) >= KNOWN
    ]
    picked = [whole[at] for at in rng.permutation(len(whole))[:count]]
    guests = np.empty((len(picked), span))
    for row, (venue, start) in enumerate(picked):
        window = counts[venue, start : start + span].copy()
        for at in np.flatnonzero(np.isnan(window)):  # not counted: as the week before
            window[at] = window[at - 7] if at >= 7 else np.nanmedian(window)
        scale = rng.lognormal(3.0, 0.7) / window.mean()
        guests[row] = rng.poisson(window * scale)
    beds = np.ceil(np.quantile(guests, 0.995, axis=1) * rng.uniform(1.0, 1.5, len(picked))) + 1
    guests = np.minimum(guests, beds[:, None])
    known = Facilities.of(
        [f"v{number:05d}" for number in rng.permutation(len(picked))],
        community=[f"w{start // YEAR}" for _, start in picked],
        category=["venue"] * len(picked),
        rooms=list(np.ceil(beds / 2)),
        beds=list(beds),
    )
    unknown = np.full_like(guests, np.nan)
    return known, Books(unknown, guests, unknown.copy(), np.zeros_like(guests))
