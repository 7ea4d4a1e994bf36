"""Who is compared with whom: every facility belongs to exactly one peer group.

Groups never overlap, so that one facility's numbers can touch its own group only. A group is
community and category; groups smaller than ``min_peers`` join the other small ones of their
community (a community shares its season), what is left joins its category, and the rest is one.
What is larger than ``MOST_PEERS`` is dealt out into equal parts, by id in turns: hundreds of peers
tell of a night what thousands would, and memory and time stay in proportion to the facilities.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anomaly.panel import Facilities

MOST_PEERS = 500


@dataclass(frozen=True)
class Part:
    """Some peer groups of a larger panel, cut out as a panel of their own, sorted by facility.

    ``groups``: rows of the cut panel, one group each; ``rate``: the base rate of the whole.
    """

    groups: list[NDArray[np.intp]]
    rate: float


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
    return [part for group in groups for part in _dealt_out(group, facilities)]


def _dealt_out(group: NDArray[np.intp], facilities: Facilities) -> list[NDArray[np.intp]]:
    """Parts of at most ``MOST_PEERS``, whatever the order of rows; each keeps that order."""
    parts = -(-len(group) // MOST_PEERS)
    rank = np.argsort(np.argsort(facilities.facility_id[group], kind="stable"), kind="stable")
    return [group[rank % parts == part] for part in range(parts)]
