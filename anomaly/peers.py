"""Who is compared with whom: every facility belongs to exactly one peer group.

Groups never overlap, so that one facility's numbers can touch its own group only. A group is
community and category; groups smaller than ``min_peers`` join the other small ones of their
community (a community shares its season), what is left joins its category, and the rest is one.
"""

import numpy as np
from numpy.typing import NDArray

from anomaly.panel import Facilities


def peer_groups(facilities: Facilities, min_peers: int) -> list[NDArray[np.intp]]:
    """Split facilities (F) into groups of row numbers; rows inside a group keep their order."""
    keys = (
        np.char.add(np.char.add(facilities.community, "\x1f"), facilities.category),
        facilities.community,
        facilities.category,
    )
    groups: list[NDArray[np.intp]] = []
    left = np.arange(len(facilities))
    for key in keys:
        if not len(left):
            break
        names, member = np.unique(key[left], return_inverse=True)
        large = np.bincount(member, minlength=len(names)) >= min_peers
        groups.extend(left[member == group] for group in np.flatnonzero(large))
        left = left[~large[member]]
    if len(left):
        groups.append(left)
    return groups
