"""Proofs over the kept tree: a few tiles of 256 hashes are read, whatever the log's size."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.audit import rules
from occupancy.audit.models import AuditEntry, AuditNode
from occupancy.audit.rules import TILE_HEIGHT, node_hash

_TILE = 1 << TILE_HEIGHT


class Subtrees:
    """Gives the hash of any complete subtree of the log; reads each tile once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of subtree ``index`` on ``level``; raises ``LookupError`` on a hole."""
        base = level - level % TILE_HEIGHT
        count = 1 << (level - base)
        first = index * count
        tile = self._tile(base, first // _TILE)
        hashes = tile[first % _TILE : first % _TILE + count]
        if len(hashes) < count:
            raise LookupError(f"the tree has no subtree {index} on level {level}")
        while len(hashes) > 1:
            hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
        return hashes[0]

    def _tile(self, base: int, number: int) -> list[bytes]:
        if (base, number) not in self._tiles:
            first, end = number * _TILE, (number + 1) * _TILE
            if base == 0:
                query = (
                    select(AuditEntry.leaf_hash)
                    .where(AuditEntry.seq >= first, AuditEntry.seq < end)
                    .order_by(AuditEntry.seq)
                )
            else:
                query = (
                    select(AuditNode.hash)
                    .where(AuditNode.level == base)
                    .where(AuditNode.index >= first, AuditNode.index < end)
                    .order_by(AuditNode.index)
                )
            self._tiles[base, number] = list(self._session.scalars(query))
        return self._tiles[base, number]


def root_at(session: Session, size: int) -> bytes:
    """Return the root (32 bytes) over the first ``size`` entries.

    Subtrees are kept up to the newest checkpoint; beyond it raises ``LookupError``.
    """
    return rules.range_hash(0, size, Subtrees(session))


def inclusion_proof(session: Session, seq: int, size: int) -> list[bytes]:
    """Return the audit path of entry ``seq`` in the tree of the first ``size`` entries."""
    return rules.inclusion(seq, size, Subtrees(session))


def consistency_proof(session: Session, old: int, new: int) -> list[bytes]:
    """Return the proof that the first ``old`` of ``new`` entries are the same in both trees."""
    return rules.consistency(old, new, Subtrees(session))
