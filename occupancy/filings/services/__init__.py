"""Deeds about nights. None of them commits: the caller's transaction keeps all of it, or none."""

from occupancy.filings.services.bulk import ImportReport, RefusedNight, file_nights
from occupancy.filings.services.closures import close_nights
from occupancy.filings.services.drafts import Receipt
from occupancy.filings.services.imports import FileReport, file_table
from occupancy.filings.services.nights import file_night
from occupancy.filings.services.refiling import file_again

__all__ = [
    "FileReport",
    "ImportReport",
    "Receipt",
    "RefusedNight",
    "close_nights",
    "file_again",
    "file_night",
    "file_nights",
    "file_table",
]
