"""Writing the log; none commits."""

from occupancy.audit.services.entries import LOCK as ENTRY_LOCK
from occupancy.audit.services.entries import Deed, Recorded, erase_words, record, record_all
from occupancy.audit.services.heads import LOCK as HEAD_LOCK
from occupancy.audit.services.heads import begin_epoch, origin_of, sign_checkpoint, take_turn

#: Keys of the PostgreSQL advisory locks: whoever holds both is alone in writing the log.
LOCKS = (HEAD_LOCK, ENTRY_LOCK)

__all__ = [
    "LOCKS",
    "Deed",
    "Recorded",
    "begin_epoch",
    "erase_words",
    "origin_of",
    "record",
    "record_all",
    "sign_checkpoint",
    "take_turn",
]
