"""One night on a line of rooms: declared, filed later, expected, counted; for the screen.

The paper draws its own (``citations/document/chart.py``): black ink, from the snapshot alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from occupancy.web.charts.labels import Label, spread
from occupancy.web.charts.svg import coordinate, element, picture, text

WIDTH, HEIGHT, LEFT, RIGHT = 320, 92, 8, 312
#: Where a number of rooms lies on the line.
Place = Callable[[float], float]
FOOT = 4  # a declared zero is a foot at the line, not nothing


@dataclass(frozen=True)
class Strip:
    """One night in rooms: 0 ≤ every number; None is unknown. ``capacity`` = rooms that exist.

    ``declared`` is what was sealed (None = nothing filed), ``later`` came after the seal.
    """

    capacity: int
    declared: int | None
    counted: int | None = None
    later: int | None = None
    band80: tuple[float, float] | None = None
    band95: tuple[float, float] | None = None

    def share(self, value: float) -> float:
        """Return where ``value`` lies between zero (0) and the end of the line (1)."""
        known = (self.declared, self.counted, self.later)
        ends = [1, self.capacity, *(number for number in known if number is not None)]
        tops = [band[1] for band in (self.band80, self.band95) if band is not None]
        return min(max(value, 0) / max([*ends, *tops]), 1)


@dataclass(frozen=True)
class Words:
    """What stands over and under the line («0», «11», «9–14», «18 номерів»); '' is left out."""

    declared: str = ""
    later: str = ""
    counted: str = ""
    expected: str = ""
    capacity: str = ""


def draw(strip: Strip, words: Words, *, title: str, desc: str = "") -> Markup:
    """Return the strip for a page."""

    def x(value: float) -> float:
        return LEFT + strip.share(value) * (RIGHT - LEFT)

    parts: list[str] = []
    for name, band in (("c-b95", strip.band95), ("c-b80", strip.band80)):
        if band:
            low, high = x(band[0]), x(band[1])
            parts.append(element("rect", class_=name, x=low, y=22, width=high - low, height=40))
    if strip.band80:
        ends = "".join(f"M{coordinate(x(end))} 22v40" for end in strip.band80)
        parts.append(element("path", class_="c-bedge", d=ends))
    if strip.declared is not None:
        parts.append(element("rect", class_="c-declared", x=LEFT, y=34,
                             width=max(x(strip.declared) - LEFT, FOOT), height=16))  # fmt: skip
    if strip.later is not None:
        parts.append(element("rect", class_="c-later", x=LEFT, y=31,
                             width=max(x(strip.later) - LEFT, FOOT), height=22))  # fmt: skip
    if strip.counted is not None:
        parts.append(element("path", class_="c-counted", d=_diamond(x(strip.counted), 42, 10)))
    parts.append(element("line", class_="c-axis", x1=LEFT, x2=RIGHT, y1=68, y2=68))
    for label in spread(_over(strip, words, x), LEFT, RIGHT):
        parts.append(text(label.words, label.x, 16, text_anchor="middle", class_="t-b"))
    for label in spread(_under(strip, words, x), LEFT, RIGHT):
        parts.append(text(label.words, label.x, 84, text_anchor="middle"))
    return picture((WIDTH, HEIGHT), parts, title=title, desc=desc, class_="n-chart n-chart-s")


def _over(strip: Strip, words: Words, x: Place) -> list[Label]:
    pairs = (
        (strip.declared, words.declared),
        (strip.later, words.later),
        (strip.counted, words.counted),
    )
    return [Label(x(value), said) for value, said in pairs if value is not None and said]


def _under(strip: Strip, words: Words, x: Place) -> list[Label]:
    labels = [Label(x(0), "0")]
    if strip.band80 and words.expected:
        labels.append(Label((x(strip.band80[0]) + x(strip.band80[1])) / 2, words.expected))
    if words.capacity:
        labels.append(Label(RIGHT, words.capacity))
    return labels


def _diamond(x: float, y: float, half: float) -> str:
    return f"M{coordinate(x)} {coordinate(y - half)}l{half} {half}-{half} {half}-{half}-{half}z"
