"""Charts the size of a table cell: how full a night was, an estimate on its range, a short row."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from occupancy.web.charts.svg import coordinate, element, picture

BAR_WIDTH, BAR_HEIGHT = 60, 10
RANGE_WIDTH, RANGE_HEIGHT, RANGE_EDGE = 108, 18, 4
SPARK_WIDTH, SPARK_HEIGHT = 96, 24


def bar(part: float, whole: float, *, title: str = "", mark: str = "c-declared") -> Markup:
    """Return ``part`` of ``whole`` as a bar on a track; a number must stand beside it."""
    share = min(max(part / whole, 0), 1) if whole > 0 else 0.0
    return picture(
        (BAR_WIDTH, BAR_HEIGHT),
        [
            element("rect", class_="c-track", width=BAR_WIDTH, height=BAR_HEIGHT),
            element("rect", class_=mark, width=BAR_WIDTH * share, height=BAR_HEIGHT),
        ],
        title=title,
        class_="n-chart n-chart-fix",
        width=BAR_WIDTH,
        height=BAR_HEIGHT,
    )


def weight(percent: int) -> Markup:
    """Return a weight (0 to 100) as a short bar; its number must stand beside it."""
    return bar(percent, 100, mark="c-est")


def estimate(value: float, low: float, high: float, top: float, *, title: str) -> Markup:
    """Return an estimate as a dot on its interval with end caps, on an axis from 0 to ``top``."""
    room = RANGE_WIDTH - 2 * RANGE_EDGE

    def x(number: float) -> float:
        return RANGE_EDGE + (min(max(number / top, 0), 1) * room if top > 0 else 0)

    ends = f"M{coordinate(x(low))} 3v12M{coordinate(x(high))} 3v12"
    return picture(
        (RANGE_WIDTH, RANGE_HEIGHT),
        [
            element("rect", class_="c-track", x=RANGE_EDGE, y=6, width=room, height=6),
            element(
                "rect", class_="c-rng", x=x(low), y=5, width=max(x(high) - x(low), 0), height=8
            ),
            element("path", class_="c-wh", d=ends),
            element("circle", class_="c-est", cx=x(value), cy=9, r=4),
        ],
        title=title,
        class_="n-chart n-chart-fix",
        width=RANGE_WIDTH,
        height=RANGE_HEIGHT,
    )


def sparkline(values: Sequence[float | None], top: float, *, title: str = "") -> Markup:
    """Return a short row of bars from 0 to ``top``, oldest first; None leaves its place blank."""
    width = SPARK_WIDTH / max(len(values), 1)
    bars = []
    for index, value in enumerate(values):
        if value is None:
            continue
        height = max(min(max(value / top, 0), 1) * SPARK_HEIGHT if top > 0 else 0, 1)
        bars.append(
            element(
                "rect",
                class_="c-declared",
                x=index * width + width * 0.15,
                y=SPARK_HEIGHT - height,
                width=width * 0.7,
                height=height,
            )
        )
    return picture(
        (SPARK_WIDTH, SPARK_HEIGHT),
        bars,
        title=title,
        class_="n-chart n-chart-fix",
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
    )
