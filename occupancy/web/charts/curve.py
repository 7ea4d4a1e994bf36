"""A facility's nights against the middle of its peers, both as shares of places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from occupancy.web.charts.svg import coordinate, element, picture, text

WIDTH, HEIGHT = 850, 190
LEFT, RIGHT, GROUND, CEILING = 44, 838, 156, 14
#: A date stands under every so many nights.
DATE_EVERY = 5


@dataclass(frozen=True)
class Point:
    """One night; shares 0 to 1 (extra beds may lead above), None is unknown.

    ``low``, ``middle`` and ``high`` are the peers' quartiles, ``own`` this facility.
    """

    night: date
    low: float | None
    middle: float | None
    high: float | None
    own: float | None


def draw(points: Sequence[Point], labels: Sequence[str], *, title: str, desc: str = "") -> Markup:
    """Return the chart; ``labels`` are the short dates of the points."""
    top = max([1.0, *(value for each in points for value in (each.high, each.own) if value)])
    step = (RIGHT - LEFT) / max(len(points), 1)

    def x(index: int) -> float:
        return LEFT + (index + 0.5) * step

    def y(share: float) -> float:
        return GROUND - share / top * (GROUND - CEILING)

    parts = [*_grid(top, y)]
    for run in _runs(points):
        upper = [(x(at), y(points[at].high or 0)) for at in run]
        lower = [(x(at), y(points[at].low or 0)) for at in reversed(run)]
        parts.append(element("path", class_="c-b80", d=_line([*upper, *lower]) + "Z"))
        middle = [(x(at), y(points[at].middle or 0)) for at in run]
        parts.append(element("path", class_="c-mid", d=_line(middle)))
    for at, each in enumerate(points):
        if each.own is not None:
            size = min(step * 0.5, 9)
            parts.append(
                element("rect", class_="c-declared", x=x(at) - size / 2, y=y(each.own) - size / 2,
                        width=size, height=size)
            )  # fmt: skip
        if at % DATE_EVERY == 0:
            parts.append(text(labels[at], x(at), GROUND + 20, text_anchor="middle"))
    return picture((WIDTH, HEIGHT), parts, title=title, desc=desc, class_="n-chart")


def _grid(top: float, y: Callable[[float], float]) -> Iterator[str]:
    """Yield the lines of every quarter with their shares."""
    for quarter in range(int(top * 4) + 1):
        height = y(quarter / 4)
        yield element("line", class_="c-axis" if quarter == 0 else "c-grid", x1=LEFT, x2=RIGHT,
                      y1=height, y2=height)  # fmt: skip
        if quarter % 2 == 0:
            yield text(f"{quarter * 25}\u00a0%", LEFT - 6, height + 4, text_anchor="end")


def _runs(points: Sequence[Point]) -> Iterator[list[int]]:
    """Yield the numbers of nights on end whose peers are known."""
    run: list[int] = []
    for at, each in enumerate(points):
        if each.middle is None:
            if run:
                yield run
            run = []
        else:
            run.append(at)
    if run:
        yield run


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
