"""A square code as an SVG path, for paper."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from markupsafe import Markup


@dataclass(frozen=True)
class Qr:
    """A path to draw in a square of ``size`` units, the quiet zone of four modules in."""

    path: Markup
    size: int


def qr_svg(address: str) -> Qr:
    """Return the drawing of ``address``; a quarter of it may be damaged (level Q)."""
    code = segno.make_qr(address, error="q")
    size = int(code.symbol_size(border=4)[0])
    svg = BytesIO()
    code.save(svg, kind="svg", border=4, xmldecl=False, svgns=False, omitsize=True, svgclass=None,
              lineclass=None)  # fmt: skip
    text = svg.getvalue().decode("ascii")
    start = text.index("<path")
    path = Markup(text[start : text.index("/>", start) + 2])  # nosec B704 # modules, not text
    return Qr(path, size)
