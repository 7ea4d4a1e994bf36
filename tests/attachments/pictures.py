"""Pictures as phones make them, and as nobody honest does."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

#: Where the camera says it was (EXIF tag of the GPS block) and which way up it was held.
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    page = Image.new("RGB", size, "blue")
    page.paste("red", (0, 0, size[0] // 2, size[1]))
    return saved(page, form, **options)


def saved(page: Image.Image, form: str, **options: Any) -> bytes:
    """Return ``page`` as a file."""
    made = io.BytesIO()
    page.save(made, form, **options)
    return made.getvalue()


def from_a_phone(orientation: int = 6) -> bytes:
    """Return a JPEG lying on its side, with place, maker and a comment inside."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Phone of Somebody"
    exif.get_ifd(GPS).update({1: "N", 2: (49.0, 50.0, 24.0), 3: "E", 4: (24.0, 1.0, 48.0)})
    return picture(exif=exif, comment=b"taken in room 12")


def moving(form: str) -> bytes:
    """Return three frames."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:])


def said_to_be(width: int, height: int) -> bytes:
    """Return a small PNG whose header tells another size."""
    head = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + _chunk(b"IEND", b"")
    )


def squeezed_png(width: int, height: int) -> bytes:
    """Return a PNG of one colour: kilobytes that unpack to ``width × height × 4`` bytes."""
    packer = zlib.compressobj(9)
    line = b"\x00" * (width * 4 + 1)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">II5B", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def many_scans(scans: int = 2_000) -> bytes:
    """Return a progressive JPEG that repeats its last scan: each costs a pass over all pixels."""
    whole = picture(size=(4000, 4000), progressive=True)
    last = whole.rindex(b"\xff\xda")
    scan, end = whole[last:-2], whole[-2:]
    return whole[:-2] + scan * scans + end


def with_zip(data: bytes) -> bytes:
    """Return a picture that is an archive too."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.class", b"\xca\xfe\xba\xbe")
    return data + made.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
