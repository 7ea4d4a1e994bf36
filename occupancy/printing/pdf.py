"""From a page to a PDF/A that is the same bytes each time and loads nothing from outside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO

from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration

from occupancy.printing.own_files import BASE, OwnFiles

#: Archive form with tags for screen readers; it also holds its source.
VARIANT = "pdf/a-3a"
#: The colours that black and greys are meant in; an archive copy must say so.
INTENT = "paper"


@dataclass(frozen=True)
class Source:
    """The data that a paper says, carried inside its PDF as a file with this ``name``."""

    name: str
    description: str
    content: bytes


def print_pdf(html: str, sheet: str, source: Source, made: datetime) -> bytes:
    """Return the PDF of ``html`` with ``sheet``; anything but our own files stops it.

    ``made`` stands for every date in the file, and the source's digest for its identifier: the same
    bytes in give the same bytes out. Raises ``ForbiddenFile``.
    """
    fetcher = OwnFiles()
    fonts = FontConfiguration()
    made = made.astimezone(UTC)
    attached = Attachment(
        string=source.content,
        name=source.name,
        description=source.description,
        created=made,
        modified=made,
        relationship="Source",
        url_fetcher=fetcher,
    )
    pdf: bytes = HTML(string=html, base_url=BASE, url_fetcher=fetcher).write_pdf(
        stylesheets=[CSS(string=sheet, base_url=BASE, url_fetcher=fetcher, font_config=fonts)],
        font_config=fonts,
        attachments=[attached],
        pdf_variant=VARIANT,
        color_profiles={INTENT: _screen_colours()},
        output_intent=INTENT,
        pdf_identifier=hashlib.sha256(source.content).digest()[:16],
        hinting=False,
    )
    return pdf


def _screen_colours() -> ColorProfile:
    """Return the sRGB profile that comes with WeasyPrint (which would leave its file open)."""
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(
        BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )
