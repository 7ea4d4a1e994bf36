"""Reading the log: entries, signed heads, and proofs that lead from one to the other."""

from occupancy.audit.queries.entries import (
    EntryRow,
    entry,
    history,
    leaf_and_body,
    size,
    words_hold,
)
from occupancy.audit.queries.heads import (
    CheckpointRow,
    EpochRow,
    checkpoint_of_size,
    checkpoints,
    epoch,
    epochs,
    newest_checkpoint,
    numbered_checkpoint,
)
from occupancy.audit.queries.proofs import (
    Subtrees,
    consistency_proof,
    inclusion_proof,
    root_at,
)
from occupancy.audit.queries.search import Wanted, search

__all__ = [
    "CheckpointRow",
    "EntryRow",
    "EpochRow",
    "Subtrees",
    "Wanted",
    "checkpoint_of_size",
    "checkpoints",
    "consistency_proof",
    "entry",
    "epoch",
    "epochs",
    "history",
    "inclusion_proof",
    "leaf_and_body",
    "newest_checkpoint",
    "numbered_checkpoint",
    "root_at",
    "search",
    "size",
    "words_hold",
]
