"""Writing the log; none commits."""

from occupancy.audit.services.entries import Deed, Recorded, erase_words, record, record_all
from occupancy.audit.services.heads import begin_epoch, origin_of, sign_checkpoint

__all__ = [
    "Deed",
    "Recorded",
    "begin_epoch",
    "erase_words",
    "origin_of",
    "record",
    "record_all",
    "sign_checkpoint",
]
