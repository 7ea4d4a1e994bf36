"""Reading a printed paper the way an eye does: from its picture, letter by letter.

Extracted text alone would pass a page whose digits are drawn blank (a font split over several
files does that), so each letter is cut out of the picture and compared with the whole font.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from occupancy.printing import FILES

SCALE = 6.0
#: Letters are compared in boxes of this size.
BOX = (24, 36)
Ink = NDArray[np.float64]


@dataclass(frozen=True)
class Glyph:
    """The shape of a letter: its ink in a box, and how wide it is for its height."""

    ink: Ink
    ratio: float

    def unlike(self, other: Glyph) -> float:
        """Return how different two shapes are: 0 the same, near 1 nothing in common."""
        ratio = abs(np.log(self.ratio / other.ratio))
        return float(np.abs(self.ink - other.ink).mean() + ratio / 2)


class Blank(AssertionError):
    """Where a letter should stand nothing is drawn."""


class Paper:
    """A PDF opened for reading."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)
        self.pages = [self.document[number] for number in range(len(self.document))]
        self.texts = [page.get_textpage() for page in self.pages]

    def close(self) -> None:
        """Give the page's memory back."""
        for each in (*self.texts, *self.pages, self.document):
            each.close()

    @property
    def text(self) -> str:
        """Return the text of all pages in one line."""
        return " ".join(" ".join(each.get_text_bounded() for each in self.texts).split())

    def picture(self, page: int = 0, scale: float = SCALE) -> Image.Image:
        """Return a page as a grey picture."""
        return self.pages[page].render(scale=scale).to_pil().convert("L")

    def glyphs(self, text: str, page: int = 0) -> list[Glyph]:
        """Return the shapes that are drawn where ``text`` stands on the page (its first place)."""
        searched = self.texts[page].search(text)
        found = searched.get_next()
        searched.close()
        assert found is not None, f"{text!r} is not on page {page + 1}"
        first, count = found
        picture, height = self.picture(page), self.pages[page].get_height()
        shapes = []
        for index, letter in zip(range(first, first + count), text, strict=True):
            if not letter.isspace():
                left, bottom, right, top = self.texts[page].get_charbox(index)
                box = (left, height - top, right, height - bottom)
                edges = [round(each * SCALE) + (-2, -2, 2, 2)[at] for at, each in enumerate(box)]
                shapes.append(_glyph(picture.crop(tuple(edges))))
        return shapes

    def edges(self) -> tuple[float, float, float, float]:
        """Return how far letters reach on any page, in points: left, bottom, right, top."""
        boxes = [
            text.get_charbox(index)
            for text in self.texts
            for index in range(text.count_chars())
            if not text.get_text_range(index, 1).isspace()
        ]
        low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
        return float(low[0]), float(low[1]), float(high[2]), float(high[3])


@cache
def letter(character: str, bold: bool) -> Glyph:
    """Return the shape of a letter as the whole font file has it."""
    image = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(image).text((100, 50), character, fill=0, font=_font(bold))
    return _glyph(image)


def read(shapes: list[Glyph], alphabet: str, *, bold: bool) -> str:
    """Return what the shapes look most like, letter by letter, out of ``alphabet``."""
    return "".join(
        min(alphabet, key=lambda each: shape.unlike(letter(each, bold))) for shape in shapes
    )


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    path: Path = FILES[f"paper:/plex-{'semibold' if bold else 'regular'}.woff2"][0]
    font = TTFont(path)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    return ImageFont.truetype(BytesIO(plain.getvalue()), 160)


def _glyph(image: Image.Image) -> Glyph:
    dark = np.asarray(image) < 128
    if not dark.any():
        raise Blank
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    shape = image.crop(box).resize(BOX, Image.Resampling.BILINEAR)
    return Glyph(1 - np.asarray(shape) / 255, (box[2] - box[0]) / (box[3] - box[1]))
