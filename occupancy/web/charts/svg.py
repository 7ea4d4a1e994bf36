"""SVG as text: elements with escaped attributes, coordinates with one decimal."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup


def coordinate(value: float) -> str:
    """Return a length in user units with at most one decimal and no minus zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, inner: str = "", **attributes: str | float | None) -> str:
    """Return one element; ``class_`` is class, ``stroke_width`` stroke-width; None is left out."""
    written = [
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    opening = f"<{name}{''.join(written)}"
    return f"{opening}>{inner}</{name}>" if inner else f"{opening}/>"


def _value(value: str | float) -> str:
    return escape(value, quote=True) if isinstance(value, str) else coordinate(value)


def text(words: str, x: float, y: float, **attributes: str | float | None) -> str:
    """Return a line of text whose baseline is at ``y``."""
    return element("text", escape(words), x=x, y=y, **attributes)


def picture(
    size: tuple[float, float],
    parts: Iterable[str],
    *,
    title: str,
    desc: str = "",
    **attributes: str | float | None,
) -> Markup:
    """Return a whole picture of ``size`` (width, height in user units): an image
    whose name is ``title`` and whose finding is ``desc``.

    Without a title the picture is decoration and hidden from screen readers.
    """
    if title:
        named: dict[str, str | float | None] = {"role": "img"}
        words = element("title", escape(title)) + (element("desc", escape(desc)) if desc else "")
    else:
        named, words = {"aria_hidden": "true"}, ""
    return Markup(  # nosec B704 # every value above and in the parts has been escaped
        element(
            "svg",
            words + "".join(parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {coordinate(size[0])} {coordinate(size[1])}",
            **named,
            **attributes,
        )
    )
