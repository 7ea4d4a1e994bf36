"""A paper's PDF is a pure function of its snapshot.

The same bytes in give the same bytes out, in any process and at any later time, as long as the
locked versions of WeasyPrint and the fonts stand; what a paper *says* hangs on the snapshot alone.
"""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from occupancy.citations.document import words
from occupancy.citations.document.chart import strip_of
from occupancy.citations.rules import digest
from occupancy.printing import Source, print_pdf, qr_svg

#: A snapshot names the template that prints it; old ones stay for ever.
TEMPLATES = {"1": ("paper_1.html", "paper_1.css"), "2": ("paper_2.html", "paper_1.css")}


class UnknownTemplate(Exception):
    """The snapshot asks for a template that this release does not have."""


def pdf_of(snapshot: bytes) -> bytes:
    """Return the PDF (A4, PDF/A-3a, Ukrainian) of a paper's canonical ``snapshot``."""
    said = json.loads(snapshot)
    if said["template"] not in TEMPLATES:
        raise UnknownTemplate(said["template"])
    template, sheet = TEMPLATES[said["template"]]
    html = page_of(template, said, digest(snapshot))
    source = Source("snapshot.json", "Знімок даних, з якого складено документ", snapshot)
    return print_pdf(html, read(sheet), source, datetime.fromisoformat(said["issued_at"]))


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


def read(name: str) -> str:
    """Return one of the printer's own text files."""
    folder = files("occupancy.citations").joinpath("templates", "citations")
    return folder.joinpath(name).read_text(encoding="utf-8")


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
