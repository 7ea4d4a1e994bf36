"""The strip that sets declared, seen and plausible guests side by side: geometry for print.

Black ink only: solid bar = declared, diamond = seen, hollow dashed bar = filed later, hatch =
plausible on 8 nights of 10, pale = 19 of 20. The hatch is drawn as lines, since a copier loses
tints and WeasyPrint does not style a drawing from the page's sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from occupancy.citations.document import words

LEFT, RIGHT, WIDTH = 6.0, 560.0, 640.0
TOP, BOTTOM, LANE = 34.0, 64.0, 13.0
#: Width of a letter of the label's type, as far as keeping labels apart goes.
LETTER = 6.2
HATCH = 7.0


@dataclass(frozen=True)
class Label:
    """A word in row ``lane`` with its middle at ``x``; ``mark`` is where its mark stands."""

    text: str
    x: float
    y: float
    mark: float
    lane: int
    bold: bool


@dataclass(frozen=True)
class Line:
    """A stroke."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Strip:
    """The drawing's parts, moved down by ``shift`` in a box of 640 × ``height`` from y = 12 on.

    A part that is not there is None.
    """

    height: float
    shift: float
    scale_end: float
    scale_text: str
    declared: float | None
    seen: float
    later: float | None
    band80: tuple[float, float] | None
    band95: tuple[float, float] | None
    hatch: tuple[Line, ...]
    labels: tuple[Label, ...]
    sentence: str


def strip_of(said: dict[str, Any]) -> Strip:
    """Return the strip of what a snapshot says about guests."""
    seal, seen, expected = said["seal"], said["seen"], said["expected"]
    later = said["later"][-1]["guests"] if said["later"] else None
    declared = seal["guests"] if seal["filed"] else None
    counts = [seen["guests"], declared or 0, later or 0, seal["places"] or 0, 1]
    if expected:
        counts.append(expected["high95"])
    most = max(counts)

    def at(count: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * count / most, 1)

    marks = [(at(seen["guests"]), f"побачено {seen['guests']}", True)]
    if declared is None:
        marks.append((at(0), "нічого не подано", False))
    else:
        marks.append((at(declared), f"заявлено {declared}", False))
    if later is not None:
        marks.append((at(later), f"пізніше {later}", False))
    labels = apart(marks)
    lanes = max(label.lane for label in labels)
    band80 = (at(expected["low80"]), at(expected["high80"])) if expected else None
    shift = (lanes - 1) * LANE
    return Strip(
        height=80.0 + shift,
        shift=shift,
        scale_end=at(most),
        scale_text=words.places(most) if most == seal["places"] else words.guests(most),
        declared=None if declared is None else at(declared),
        seen=at(seen["guests"]),
        later=None if later is None else at(later),
        band80=band80,
        band95=(at(expected["low95"]), at(expected["high95"])) if expected else None,
        hatch=hatch(*band80) if band80 else (),
        labels=labels,
        sentence=_sentence(declared, seen["guests"], later, expected),
    )


def apart(marks: list[tuple[float, str, bool]]) -> tuple[Label, ...]:
    """Set each word above its mark, in a higher lane where it would touch another; bold first."""
    labels: list[Label] = []
    for mark, text, bold in sorted(marks, key=lambda each: (not each[2], each[0])):
        half = len(text) * LETTER / 2
        x = min(max(mark, LEFT + half), WIDTH - half)
        lane = 1
        while any(
            other.lane == lane and abs(other.x - x) < half + len(other.text) * LETTER / 2 + 4
            for other in labels
        ):
            lane += 1
        labels.append(Label(text, round(x, 1), TOP - 10 - (lane - 1) * LANE, mark, lane, bold))
    return tuple(labels)


def hatch(left: float, right: float) -> tuple[Line, ...]:
    """Return slanting strokes that fill the box from ``left`` to ``right``."""
    tall = BOTTOM - TOP
    lines: list[Line] = []
    foot = left - tall + HATCH
    while foot < right:
        x1, x2 = max(foot, left), min(foot + tall, right)
        if x2 > x1:
            lines.append(
                Line(
                    round(x1, 1),
                    round(BOTTOM - (x1 - foot), 1),
                    round(x2, 1),
                    round(BOTTOM - (x2 - foot), 1),
                )
            )
        foot += HATCH
    return tuple(lines)


def _sentence(
    declared: int | None, seen: int, later: int | None, expected: dict[str, Any] | None
) -> str:
    parts = ["нічого не подано" if declared is None else f"заявлено {declared}", f"побачено {seen}"]
    if later is not None:
        parts.append(f"подано пізніше {later}")
    if expected:
        parts.append(f"очікувано {expected['low80']}–{expected['high80']}")
    return "Гості: " + ", ".join(parts)
