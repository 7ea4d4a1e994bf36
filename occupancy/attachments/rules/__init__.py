"""What may be brought, how much of it, and what is refused: pure."""

from occupancy.attachments.rules.contents import PDF, PICTURE, check_pdf, kind_of
from occupancy.attachments.rules.purposes import PURPOSES, REPLY_FILE, VISIT_PHOTO, Purpose

__all__ = [
    "PDF",
    "PICTURE",
    "PURPOSES",
    "REPLY_FILE",
    "VISIT_PHOTO",
    "Purpose",
    "check_pdf",
    "kind_of",
]
