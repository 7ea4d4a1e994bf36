"""Taking one file from a request: within limits, by its content, made harmless."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from occupancy.attachments import rules
from occupancy.attachments.confined import reading
from occupancy.attachments.rules import Purpose
from occupancy.attachments.rules import refusals as no
from occupancy.attachments.rules.limits import MIB

#: What comes out of a picture: long enough to read a list of keys on the wall behind a desk.
SIDE, SMALL_SIDE, MOST_BYTES = 2560, 320, 3 * MIB
#: Pixels of a picture, as its header says before anything is decoded. JPEG is decoded at a
#: fraction of its size, so that a phone's 50 megapixels fit; the other forms only whole.
PIXELS_SCALED, PIXELS_WHOLE = 64_000_000, 16_000_000

JPEG, PDF_TYPE = "image/jpeg", "application/pdf"


class Stream(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most ``size`` bytes."""
        ...


@dataclass(frozen=True)
class Taken:
    """A harmless file in memory; ``small`` is the small copy of a picture, else None."""

    purpose: Purpose
    media_type: str
    content: bytes
    small: bytes | None
    width: int | None
    height: int | None

    @property
    def sha256(self) -> str:
        """Return the digest of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def read(stream: Stream, most: int) -> bytes:
    """Return all of a stream; raises ``FileTooLarge`` when it holds more than ``most`` bytes."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise no.FileTooLarge(megabytes=most // MIB)
    return data


def take(stream: Stream, purpose: Purpose) -> Taken:
    """Return the file of a stream as it may be kept.

    A picture becomes a new JPEG of at most ``SIDE`` pixels and ``MOST_BYTES`` without anything
    that the camera noted; a PDF stays as it is and is never shown, only given back. Raises
    refusals of ``attachments.rules.refusals``.
    """
    data = read(stream, purpose.most_bytes)
    kind = rules.kind_of(data)
    if kind not in purpose.kinds:
        raise no.NotTaken()
    if kind == rules.PDF:
        rules.check_pdf(data)
        return Taken(purpose, PDF_TYPE, data, None, None, None)
    limits = {
        "pixels_scaled": PIXELS_SCALED,
        "pixels_whole": PIXELS_WHOLE,
        "side": SIDE,
        "small": SMALL_SIDE,
        "bytes": MOST_BYTES,
    }
    with reading("picture", data, limits, most_out=3 * MOST_BYTES) as (head, answer):
        _check(head)
        large, small = (answer.read(size) for size in head["sizes"])
    return Taken(purpose, JPEG, large, small, head["width"], head["height"])


def _check(head: dict[str, Any]) -> None:
    """Raise what the reader of pictures refused."""
    match head.get("refused"):
        case None:
            return
        case "too_many_pixels":
            raise no.TooManyPixels(got=head["got"] // 10**6, most=head["most"] // 10**6)
        case "animated":
            raise no.Animated()
        case "too_heavy":
            raise no.TooHeavy()
        case _:
            raise no.Broken()
