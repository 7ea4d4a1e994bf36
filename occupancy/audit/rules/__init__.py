"""What the log is made of, pure: canonical bodies, the tree over them, signed notes."""

from occupancy.audit.rules.bodies import body_of, canonical, instant, leaf_hash, words_digest
from occupancy.audit.rules.notes import (
    Checkpoint,
    Promise,
    checkpoint_text,
    fingerprint,
    opened,
    promise_text,
    read_checkpoint,
    read_promise,
    signed,
    vkey,
)
from occupancy.audit.rules.refusals import (
    LogKeyForeign,
    LogKeyMissing,
    LogRewound,
    NoteNotAuthentic,
    NoteNotReadable,
)
from occupancy.audit.rules.tree import (
    TILE_HEIGHT,
    Growth,
    consistency,
    inclusion,
    node_hash,
    range_hash,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "TILE_HEIGHT",
    "Checkpoint",
    "Growth",
    "LogKeyForeign",
    "LogKeyMissing",
    "LogRewound",
    "NoteNotAuthentic",
    "NoteNotReadable",
    "Promise",
    "body_of",
    "canonical",
    "checkpoint_text",
    "consistency",
    "fingerprint",
    "inclusion",
    "instant",
    "leaf_hash",
    "node_hash",
    "opened",
    "promise_text",
    "range_hash",
    "read_checkpoint",
    "read_promise",
    "signed",
    "verify_consistency",
    "verify_inclusion",
    "vkey",
    "words_digest",
]
