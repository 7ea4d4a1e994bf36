"""The only printer: a paper's PDF is a pure function of its snapshot.

The same bytes in give the same bytes out, in any process and at any later time, as long as the
locked versions of WeasyPrint and the fonts stand; what a paper *says* hangs on the snapshot alone.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration

from occupancy.citations.document import words
from occupancy.citations.document.chart import strip_of
from occupancy.citations.document.own_files import BASE, OwnFiles
from occupancy.citations.document.qr import qr_svg
from occupancy.citations.rules import digest

#: A snapshot names the template that prints it; old ones stay for ever.
TEMPLATES = {"1": ("paper_1.html", "paper_1.css")}

#: Archive form with tags for screen readers; it also holds the snapshot as its source.
VARIANT = "pdf/a-3a"
#: The colours that black and greys are meant in; an archive copy must say so.
INTENT = "paper"


class UnknownTemplate(Exception):
    """The snapshot asks for a template that this release does not have."""


def pdf_of(snapshot: bytes) -> bytes:
    """Return the PDF (A4, PDF/A-3a, Ukrainian) of a paper's canonical ``snapshot``."""
    said = json.loads(snapshot)
    if said["template"] not in TEMPLATES:
        raise UnknownTemplate(said["template"])
    template, sheet = TEMPLATES[said["template"]]
    html = page_of(template, said, digest(snapshot))
    return print_pdf(html, read(sheet), snapshot, datetime.fromisoformat(said["issued_at"]))


def page_of(template: str, said: dict[str, Any], sha256: str) -> str:
    """Return the page that is printed; every value in it is escaped."""
    return str(
        _environment()
        .get_template(f"citations/{template}")
        .render(
            said=said,
            sha256=sha256,
            strip=strip_of(said),
            qr=qr_svg(said["check_url"]),
        )
    )


def print_pdf(html: str, sheet: str, snapshot: bytes, made: datetime) -> bytes:
    """Print ``html`` with ``sheet``; anything but our own files stops it (``ForbiddenFile``).

    ``made`` stands for every date in the file, and the snapshot's digest for its identifier.
    """
    fetcher = OwnFiles()
    fonts = FontConfiguration()
    made = made.astimezone(UTC)
    source = Attachment(
        string=snapshot,
        name="snapshot.json",
        description="Знімок даних, з якого складено документ",
        created=made,
        modified=made,
        relationship="Source",
        url_fetcher=fetcher,
    )
    pdf: bytes = HTML(string=html, base_url=BASE, url_fetcher=fetcher).write_pdf(
        stylesheets=[CSS(string=sheet, base_url=BASE, url_fetcher=fetcher, font_config=fonts)],
        font_config=fonts,
        attachments=[source],
        pdf_variant=VARIANT,
        color_profiles={INTENT: _screen_colours()},
        output_intent=INTENT,
        pdf_identifier=hashlib.sha256(snapshot).digest()[:16],
        hinting=False,
    )
    return pdf


def read(name: str) -> str:
    """Return one of the printer's own text files."""
    folder = files("occupancy.citations").joinpath("templates", "citations")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _screen_colours() -> ColorProfile:
    """Return the sRGB profile that comes with WeasyPrint (which would leave its file open)."""
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(
        BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("occupancy.citations"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words.FILTERS)
    environment.globals.update(words.TABLES)
    return environment
