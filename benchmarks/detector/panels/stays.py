"""Stays behind the nights of a house: who came and left when, told from guests and arrivals."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Rng = np.random.Generator


def told(guests: Numbers, arrivals: Numbers, rng: Rng) -> tuple[Places, Places]:
    """Night of arrival and night of leaving of each guest of a house, (G,), (G,).

    ``guests`` and ``arrivals`` (T,) give how many left each night; who leaves is drawn among those
    who are there. Guests of the first night came on it; who is still there leaves on night T.
    """
    here = np.empty(0, dtype=np.intp)
    came, left = [], []
    before = 0.0
    for night in range(len(guests)):
        new = guests[night] if night == 0 else min(arrivals[night], guests[night])
        leaving = int(max(before + new - guests[night], 0))
        if len(here) and leaving:
            # Whoever came first is the likeliest to leave; nobody knows more of them.
            order = np.argsort(here + rng.exponential(1.5, len(here)), kind="stable")
            gone, here = here[order[:leaving]], here[order[leaving:]]
            came.append(gone)
            left.append(np.full(len(gone), night))
        missing = int(guests[night]) - len(here)  # also who appears without an arrival
        here = np.concatenate([here, np.full(max(missing, 0), night)])
        before = guests[night]
    came.append(here)
    left.append(np.full(len(here), len(guests)))
    return np.concatenate(came).astype(np.intp), np.concatenate(left).astype(np.intp)


def nights(came: Places, left: Places, span: int) -> tuple[Numbers, Numbers]:
    """Guests and arrivals of each of ``span`` nights, (T,), (T,), of stays [came, left)."""
    arrived = np.bincount(came, minlength=span + 1)[:span]
    gone = np.bincount(left, minlength=span + 1)[:span]
    return np.cumsum(arrived - gone).astype(float), arrived.astype(float)
