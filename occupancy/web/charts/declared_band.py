"""Declared nights against what was to be expected: at most 31 columns, one night each.

Drawn from the ground up: paler 95 % band, 80 % band with hard edges, dashed most likely line,
solid declared bar, rod up to where the expected gap would lead, hollow later bar, cross-line of the
value before a correction, counted diamond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from occupancy.web import formats
from occupancy.web.charts import band_layers
from occupancy.web.charts.svg import picture

MOST_NIGHTS = 31
#: Widths for a desk and for a phone (there at most 15 nights keep their words readable).
WIDE, NARROW = 850, 360

#: From and to, in rooms; fractions are fine.
Band = tuple[float, float]


@dataclass(frozen=True)
class Night:
    """One column; counts are rooms of one night, None is unknown.

    ``declared`` None = not filed; ``later`` was filed after the visit's seal; ``before`` stood
    there before a correction; ``with_gap``: declared guests and the expected gap together;
    ``weekday`` is the word under the date.
    """

    night: date
    weekday: str
    declared: int | None
    band80: Band | None = None
    band95: Band | None = None
    likely: float | None = None
    counted: int | None = None
    later: int | None = None
    before: int | None = None
    with_gap: float | None = None
    closed: bool = False
    question: bool = False

    @property
    def state(self) -> str:
        """Return filed, zero, missing or closed."""
        if self.declared is None:
            return "closed" if self.closed else "missing"
        return "filed" if self.declared else "zero"

    @property
    def gap(self) -> float | None:
        """Return the guests that are expected not to be declared; None is unknown."""
        if self.with_gap is None or self.declared is None:
            return None
        return max(self.with_gap - self.declared, 0.0)

    @property
    def has_band(self) -> bool:
        """Tell whether an expectation is known and applies (a closed house expects nobody)."""
        return not self.closed and self.band80 is not None and self.band95 is not None


@dataclass(frozen=True)
class Row:
    """The numbers of one column in words, for the table beside; '' is nothing."""

    night: date
    state: str
    declared: str
    likely: str
    band80: str
    band95: str
    counted: str
    later: str
    before: str
    gap: str


def draw(
    nights: Sequence[Night],
    capacity: int,
    *,
    title: str,
    desc: str = "",
    closed: str = "зч",
    width: int = WIDE,
) -> Markup:
    """Return the chart of 1 to 31 ``nights`` in order; raises ``ValueError`` for another number.

    ``capacity`` = rooms of the facility (dotted line); ``closed`` is the short word for a closed
    night; ``title`` and ``desc`` say what is shown and what is found.
    """
    if not 1 <= len(nights) <= MOST_NIGHTS:
        raise ValueError(f"a chart holds 1 to {MOST_NIGHTS} nights, not {len(nights)}")
    plane = band_layers.Plane(len(nights), width, _top(nights, capacity))
    parts = [
        *band_layers.question_columns(nights, plane),
        *band_layers.grid(plane, capacity),
        band_layers.band(nights, plane, "c-b95", lambda night: night.band95),
        band_layers.band(nights, plane, "c-b80", lambda night: night.band80),
        band_layers.edges(nights, plane),
        band_layers.likely(nights, plane),
        *band_layers.columns(nights, plane, closed),
        band_layers.ground(plane),
        *band_layers.counted(nights, plane),
    ]
    return picture((width, band_layers.HEIGHT), parts, title=title, desc=desc, class_="n-chart")


def rows(nights: Sequence[Night], language: str | None = None) -> list[Row]:
    """Return the numbers of the chart for the table beside it."""

    def one(value: float | None) -> str:
        return "" if value is None else formats.number(_short(value), language=language)

    def both(band: Band | None) -> str:
        if band is None:
            return ""
        return formats.span(_short(band[0]), _short(band[1]), language=language)

    return [
        Row(
            night=each.night,
            state=each.state,
            declared=one(each.declared),
            likely=one(each.likely if each.has_band else None),
            band80=both(each.band80 if each.has_band else None),
            band95=both(each.band95 if each.has_band else None),
            counted=one(each.counted),
            later=one(each.later),
            before=one(each.before),
            gap=one(each.gap),
        )
        for each in nights
    ]


def _short(value: float) -> float:
    """Round to one decimal; a whole number loses its zero."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _top(nights: Sequence[Night], capacity: int) -> float:
    tops: list[float] = [1, capacity]
    for each in nights:
        numbers = (each.declared, each.counted, each.later, each.before, each.with_gap)
        tops += [number for number in numbers if number is not None]
        tops += [band[1] for band in (each.band80, each.band95) if band is not None]
    return max(tops)
