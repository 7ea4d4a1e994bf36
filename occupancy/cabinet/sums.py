"""Sums in words: each line of an amount with the rate it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext
from sqlalchemy.orm import Session

from occupancy.filings.queries import RevisionRow
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow, Law
from occupancy.tax.amounts import Due, Line, QuarterDue, merged
from occupancy.tax.rates import DOMESTIC, Rate
from occupancy.web import formats


@dataclass(frozen=True)
class SumLine:
    """A line of an amount and the councils' decisions that it rests on."""

    line: Line
    rates: tuple[Rate, ...]

    @property
    def unverified(self) -> bool:
        """Tell whether no lawyer stands behind one of the rates."""
        return any(rate.unverified for rate in self.rates)


@dataclass(frozen=True)
class Sums:
    """What some nights owe; ``without_rate`` are nights for which no rate or wage is known."""

    due: Due
    lines: tuple[SumLine, ...]
    without_rate: tuple[date, ...]


def of_nights(session: Session, place: FacilityRow, rows: Iterable[RevisionRow]) -> Sums:
    """Return the lines of some nights together, each rounded once."""
    law = registry.law(session, [place.community.katottg])
    lines: list[Line] = []
    rates: dict[tuple[str, str, Decimal], dict[Rate, None]] = {}
    without: list[date] = []
    for row in rows:
        due = law.due(place, row.night, row.domestic, row.inbound, row.bands)
        if due is None:
            without.append(row.night)
            continue
        lines += due.lines
        for line in due.lines:
            rate = _rate_of(law, place, row.night, line)
            rates.setdefault((line.tourism_type, line.band, line.percent), {})[rate] = None
    together: QuarterDue = merged(lines)
    return Sums(
        together,
        tuple(
            SumLine(line, tuple(rates[line.tourism_type, line.band, line.percent]))
            for line in together.lines
        ),
        tuple(without),
    )


def _rate_of(law: Law, place: FacilityRow, night: date, line: Line) -> Rate:
    rates = law.rates_on(place, night)
    if rates is None:
        raise LookupError(f"no rate on {night}, yet a line was made")
    return rates.of(line.tourism_type, line.band)


def side_words(line: Line) -> str:
    """Return whose line it is: where the guests live."""
    if line.tourism_type == DOMESTIC:
        return gettext("Живуть в Україні")
    return gettext("Живуть за кордоном")


def unit(line: Line) -> str:
    """Return the tax of one person-night, not rounded: 43,235."""
    return formats.number(line.unit_exact_kopiykas.scaleb(-2))


def product(line: Line) -> str:
    """Return how a line comes about: «Живуть в Україні: 21 × 43,235»."""
    return f"{side_words(line)}: {formats.number(line.nights)} × {unit(line)}"
