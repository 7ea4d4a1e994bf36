"""A picture is read and drawn anew as a JPEG: pixels come through, nothing else does.

Answers ``{"width", "height", "sizes"}``, then the picture and its small copy; or ``{"refused"}``.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
#: JPEG is decoded at a fraction of its size, the others only whole.
SCALED = ("JPEG", "MPO")
QUALITIES = (85, 75, 60, 45)

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
ImageFile.LOAD_TRUNCATED_IMAGES = False
warnings.simplefilter("ignore")
Image.preinit()


def work(data: bytes, limits: dict[str, int]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """Return the answer's head and its two pictures."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            most = limits["pixels_scaled" if opened.format in SCALED else "pixels_whole"]
            if width * height > most:
                return {"refused": "too_many_pixels", "got": width * height, "most": most}, ()
            if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
                return {"refused": "animated"}, ()
            large = drawn(opened, limits["side"])
    except MemoryError:
        raise
    except Exception as error:  # decoders fail in many ways, and each of them means the same
        return {"refused": "broken", "why": type(error).__name__}, ()
    small = large.copy()
    small.thumbnail((limits["small"], limits["small"]))
    pictures = (encoded(large, limits["bytes"]), encoded(small, limits["bytes"]))
    sizes = [len(each) for each in pictures]
    return {"width": large.width, "height": large.height, "sizes": sizes}, pictures


def drawn(opened: Image.Image, side: int) -> Image.Image:
    """Return upright pixels on white, at most ``side`` long, with nothing beside them."""
    opened.draft("RGB", (side, side))
    if opened.mode in ("P", "1", "CMYK", "YCbCr", "LAB", "HSV"):
        opened = opened.convert("RGBA" if "transparency" in opened.info else "RGB")
    opened.thumbnail((side, side), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(opened)
    page = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA"):
        upright = upright.convert("RGBA")
        page.paste(upright, mask=upright.getchannel("A"))
    else:
        page.paste(upright.convert("RGB"))
    return page


def encoded(page: Image.Image, most: int) -> bytes:
    """Return a JPEG of at most ``most`` bytes, as good as fits."""
    for quality in QUALITIES:
        made = io.BytesIO()
        page.save(made, "JPEG", quality=quality, optimize=True)
        if made.tell() <= most:
            break
    return made.getvalue()
