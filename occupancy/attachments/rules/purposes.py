"""What each file is for, and its limits: the one table of them."""

from __future__ import annotations

from dataclasses import dataclass

from occupancy.attachments.rules.contents import PDF, PICTURE
from occupancy.attachments.rules.limits import MIB


@dataclass(frozen=True)
class Purpose:
    """A reason to bring files: ``kinds`` that are taken, bytes of each, how many stand together."""

    name: str
    kinds: tuple[str, ...]
    most_bytes: int
    most_files: int


VISIT_PHOTO = Purpose("visit_photo", (PICTURE,), most_bytes=20 * MIB, most_files=12)
REPLY_FILE = Purpose("reply_file", (PICTURE, PDF), most_bytes=10 * MIB, most_files=3)

PURPOSES = {each.name: each for each in (VISIT_PHOTO, REPLY_FILE)}
