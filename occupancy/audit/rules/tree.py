"""The Merkle tree of RFC 6962 §2.1: roots, inclusion and consistency proofs, pure.

A subtree is named by its level (0 = a leaf) and its index on that level: it covers the leaves
``index << level`` to ``(index + 1) << level``, the end not included. Hashes are 32 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

#: Complete subtrees are kept every eight levels: one row for 256 entries, and a proof reads at
#: most two tiles of 256 hashes for each of these steps.
TILE_HEIGHT = 8

#: Gives the hash of a complete subtree by level and index.
Subtree = Callable[[int, int], bytes]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256 over ``0x01 ‖ left ‖ right``."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def range_hash(first: int, end: int, subtree: Subtree) -> bytes:
    """Return MTH of the leaves ``first`` to ``end`` (not included) as RFC 6962 §2.1 splits them.

    An empty range has the hash of nothing. ``first`` is where such a split begins.
    """
    size = end - first
    if size == 0:
        return hashlib.sha256(b"").digest()
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, first >> level)
    middle = first + _split(size)
    return node_hash(range_hash(first, middle, subtree), range_hash(middle, end, subtree))


def inclusion(seq: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of leaf ``seq`` in the tree of ``size`` leaves (RFC 6962 §2.1.1).

    Raises ``ValueError`` unless ``0 <= seq < size``.
    """
    if not 0 <= seq < size:
        raise ValueError(f"entry {seq} is not in a tree of {size}")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if seq < middle:
            path.append(range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(range_hash(first, middle, subtree))
            first = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the first ``old`` of ``new`` leaves are unchanged (RFC 6962 §2.1.2).

    Raises ``ValueError`` unless ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise ValueError(f"no proof leads from a tree of {old} to one of {new}")
    path: list[bytes] = []
    first, end, whole = 0, new, True
    while old != end:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(range_hash(first, middle, subtree))
            first, whole = middle, False
    if not whole:
        path.append(range_hash(first, end, subtree))
    return path[::-1]


def verify_inclusion(leaf: bytes, seq: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``path`` proves leaf ``seq`` under ``root`` of ``size`` (RFC 9162 §2.1.3.2)."""
    if not 0 <= seq < size:
        return False
    at, last, found = seq, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Tell whether ``path`` proves that ``new_root`` grew out of ``old_root`` (RFC 9162 §2.1.4.2).

    Everything grew out of an empty tree; a tree is consistent with itself by an empty path.
    """
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == hashlib.sha256(b"").digest()
    if not 0 < old < new or not path:
        return False
    rest = list(path)
    if old & (old - 1) == 0:
        rest.insert(0, old_root)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_found = new_found = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_found = node_hash(sibling, old_found)
            new_found = node_hash(sibling, new_found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old_found == old_root and new_found == new_root


class Growth:
    """A tree that leaves are appended to, in little memory: the edge of complete subtrees."""

    def __init__(self) -> None:
        self.size = 0
        #: From left to right; each one in ``size`` is the level of one of them.
        self._edge: list[bytes] = []

    def append(self, leaf: bytes) -> Sequence[tuple[int, int, bytes]]:
        """Add a leaf; return level, index and hash of each subtree to keep that it completes."""
        edge, found, level, sha256 = self._edge, leaf, 0, hashlib.sha256
        self.size = pairs = self.size + 1
        made: list[tuple[int, int, bytes]] | None = None
        while not pairs & 1:
            # ``node_hash``, written out: a call for every entry costs seconds in a long log
            found = sha256(b"\x01" + edge.pop() + found).digest()
            pairs >>= 1
            level += 1
            if level % TILE_HEIGHT == 0:
                made = made or []
                made.append((level, pairs - 1, found))
        edge.append(found)
        return made or ()

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._edge:
            return hashlib.sha256(b"").digest()
        found = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            found = node_hash(left, found)
        return found


def _split(size: int) -> int:
    """Return the largest power of two below ``size``, where RFC 6962 splits a tree."""
    return 1 << ((size - 1).bit_length() - 1)
