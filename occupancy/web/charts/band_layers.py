"""The layers of the declared chart, each a small drawing over the same plane."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from occupancy.web.charts import scale
from occupancy.web.charts.svg import coordinate, element, text

if TYPE_CHECKING:
    from occupancy.web.charts.declared_band import Band, Night

LEFT, RIGHT = 30, 6
TOP, BOTTOM, HEIGHT = 26, 196, 230
MARKER = 11  # where the question mark stands, above the scale
DIAMOND = 7
LEAST_GAP = 0.5  # guests: less than that is no gap that anybody could count
FOOT = 3  # an empty night that was filed is a low foot, not nothing


@dataclass(frozen=True)
class Plane:
    """Where numbers lie: ``count`` columns, from zero at the bottom to ``highest``."""

    count: int
    width: float
    highest: float

    @property
    def column(self) -> float:
        """Return the width of one night."""
        return (self.width - LEFT - RIGHT) / self.count

    def x(self, index: float) -> float:
        """Return where the column ``index`` begins; halves are middles."""
        return LEFT + self.column * index

    def y(self, value: float) -> float:
        """Return the height of ``value``, never outside the plane."""
        return BOTTOM - min(max(value, 0), self.highest) / self.highest * (BOTTOM - TOP)


def grid(plane: Plane, capacity: int) -> Iterator[str]:
    """Yield the scale with its numbers, and the dotted line of all rooms."""
    right = plane.width - RIGHT
    near = plane.highest / 12  # a closer number would stand on the capacity's own
    for value in scale.ticks(plane.highest):
        if value and abs(value - capacity) < near:
            continue
        y = plane.y(value)
        yield element("line", class_="c-grid", x1=LEFT, x2=right, y1=y, y2=y)
        yield text(str(value), LEFT - 5, y + 4, text_anchor="end")
    y = plane.y(capacity)
    yield element("line", class_="c-cap", x1=LEFT, x2=right, y1=y, y2=y)
    yield text(str(capacity), LEFT - 5, y + 4, text_anchor="end", class_="t-b")


def ground(plane: Plane) -> str:
    """Return the zero line."""
    right = plane.width - RIGHT
    return element("line", class_="c-axis", x1=LEFT, x2=right, y1=BOTTOM, y2=BOTTOM)


def question_columns(nights: Sequence[Night], plane: Plane) -> Iterator[str]:
    """Yield the pale column behind each night that is asked about."""
    for index, each in enumerate(nights):
        if each.question:
            yield element(
                "rect", class_="c-hi", x=plane.x(index), y=0, width=plane.column, height=BOTTOM
            )


def band(
    nights: Sequence[Night], plane: Plane, name: str, of: Callable[[Night], Band | None]
) -> str:
    """Return one band as steps; a night without expectation interrupts it."""
    shape = ""
    for run in _runs(nights):
        low = _steps(run, plane, [(of(each) or (0, 0))[0] for _, each in run])
        high = _steps(run, plane, [(of(each) or (0, 0))[1] for _, each in run])
        shape += "M" + "L".join(high + low[::-1]) + "Z"
    return element("path", class_=name, d=shape) if shape else ""


def edges(nights: Sequence[Night], plane: Plane) -> str:
    """Return the hard edges of the 80 % band."""
    shape = ""
    for run in _runs(nights):
        for end in (0, 1):
            values = [(each.band80 or (0, 0))[end] for _, each in run]
            shape += "M" + "L".join(_steps(run, plane, values))
    return element("path", class_="c-bedge", d=shape) if shape else ""


def likely(nights: Sequence[Night], plane: Plane) -> str:
    """Return the dashed line through the most likely numbers."""
    shape = ""
    for run in _runs(nights):
        points = [
            f"{coordinate(plane.x(index + 0.5))} {coordinate(plane.y(each.likely))}"
            for index, each in run
            if each.likely is not None
        ]
        shape += "M" + "L".join(points) if points else ""
    return element("path", class_="c-mid", d=shape) if shape else ""


def columns(nights: Sequence[Night], plane: Plane, closed: str) -> Iterator[str]:
    """Yield for each night its bar or sign, its date and its weekday."""
    for index, each in enumerate(nights):
        middle = plane.x(index + 0.5)
        yield from _standing(each, middle, plane, closed)
        yield from _lacking(each, middle, plane)
        yield from _changed(each, middle, plane)
        yield from _dated(each, middle, plane)


def counted(nights: Sequence[Night], plane: Plane) -> Iterator[str]:
    """Yield the diamonds of what was seen, each with its number, on top of everything."""
    for index, each in enumerate(nights):
        if each.counted is None:
            continue
        x, y = plane.x(index + 0.5), plane.y(each.counted)
        shape = f"l{DIAMOND} {DIAMOND}-{DIAMOND} {DIAMOND}-{DIAMOND}-{DIAMOND}z"
        start = f"M{coordinate(x)} {coordinate(y - DIAMOND)}"
        yield element("path", class_="c-counted", d=start + shape)
        above = y - DIAMOND - 4
        room = MARKER + 20 if each.question else 12
        at = above if above > room else y + DIAMOND + 13
        yield text(str(each.counted), x, at, text_anchor="middle", class_="t-counted")


def _runs(nights: Sequence[Night]) -> Iterator[list[tuple[int, Night]]]:
    """Yield neighbours that have an expectation."""
    for known, run in groupby(enumerate(nights), key=lambda pair: pair[1].has_band):
        if known:
            yield list(run)


def _steps(run: list[tuple[int, Night]], plane: Plane, values: Sequence[float]) -> list[str]:
    points: list[str] = []
    for (index, _), value in zip(run, values, strict=True):
        y = coordinate(plane.y(value))
        points += [f"{coordinate(plane.x(index))} {y}", f"{coordinate(plane.x(index + 1))} {y}"]
    return points


def _standing(each: Night, middle: float, plane: Plane, closed: str) -> Iterator[str]:
    if each.declared is not None:
        height = max(BOTTOM - plane.y(each.declared), FOOT)
        yield _bar("c-declared", middle, plane.column * 0.46, height)
    elif each.closed:
        yield text(closed, middle, BOTTOM - 4, text_anchor="middle")
    else:
        start = f"M{coordinate(middle - 4)} {BOTTOM - 10}"
        yield element("path", class_="c-miss", d=f"{start}l8 8m0-8l-8 8")


def _lacking(each: Night, middle: float, plane: Plane) -> Iterator[str]:
    """Yield the rod from the declared bar to what it would be with the expected gap."""
    if each.with_gap is None or each.gap is None or each.gap < LEAST_GAP:
        return
    foot, top = plane.y(each.declared or 0), plane.y(each.with_gap)
    half = plane.column * 0.18
    rod = f"M{coordinate(middle)} {coordinate(foot)}V{coordinate(top)}"
    head = f"M{coordinate(middle - half)} {coordinate(top)}h{coordinate(2 * half)}"
    yield element("path", class_="c-gap", d=rod + head)


def _changed(each: Night, middle: float, plane: Plane) -> Iterator[str]:
    if each.later is not None:
        height = max(BOTTOM - plane.y(each.later), FOOT)
        yield _bar("c-later", middle, plane.column * 0.64, height)
    if each.before is not None:
        half, y = plane.column * 0.36, plane.y(each.before)
        yield element("line", class_="c-fix", x1=middle - half, x2=middle + half, y1=y, y2=y)


def _dated(each: Night, middle: float, plane: Plane) -> Iterator[str]:
    bold = "t-b" if each.question else None
    word = each.weekday if plane.column >= 30 else each.weekday[:2]
    yield text(str(each.night.day), middle, BOTTOM + 15, text_anchor="middle", class_=bold)
    yield text(word, middle, BOTTOM + 29, text_anchor="middle", class_=bold)
    if each.question:
        yield element("circle", class_="c-ask", cx=middle, cy=MARKER, r=8)
        yield text("?", middle, MARKER + 4.5, text_anchor="middle", class_="t-q")


def _bar(name: str, middle: float, width: float, height: float) -> str:
    return element(
        "rect", class_=name, x=middle - width / 2, y=BOTTOM - height, width=width, height=height
    )
