"""Tax due: taxable nights × per cent × minimum wage, rounded once a line (fact sheet, 1.6).

Two sums are kept. ``kopiykas`` rounds each line of the declaration once. ``collected`` is what
receipts add up to, where the tax of one person-night is rounded first. No official rule on the
order was found, so the difference is shown, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from occupancy.tax import money
from occupancy.tax.quarters import Quarter
from occupancy.tax.rates import DOMESTIC, INBOUND, NightRates, Rate, RateTable
from occupancy.tax.refusals import NoWage, SplitDoesNotAdd, SplitNeeded


@dataclass(frozen=True)
class Wage:
    """Minimum wage on 1 January of ``year``, in kopiykas: the unit of the rate (ПКУ 268.3.1)."""

    year: int
    kopiykas: int
    source: str = ""
    mark: str = ""
    note: str = ""


class BandSplit(Protocol):
    """Taxable guests of one price band."""

    @property
    def code(self) -> str: ...
    @property
    def domestic(self) -> int: ...
    @property
    def inbound(self) -> int: ...


class TaxedNight(Protocol):
    """What stands filed for one night: taxable guests, split where the rate has bands."""

    @property
    def night(self) -> date: ...
    @property
    def domestic(self) -> int: ...
    @property
    def inbound(self) -> int: ...
    @property
    def bands(self) -> Sequence[BandSplit] | None: ...


@dataclass(frozen=True)
class Line:
    """Taxable person-nights (доба) under one rate and one minimum wage.

    ``band`` is blank where the rate knows no price bands; ``percent`` is of the wage.
    """

    tourism_type: str
    band: str
    nights: int
    percent: Decimal
    wage_year: int
    wage_kopiykas: int

    def __post_init__(self) -> None:
        money.whole(self.nights, "nights")
        money.whole(self.wage_kopiykas, "wage_kopiykas")
        if not isinstance(self.percent, Decimal):
            raise TypeError(f"percent is {self.percent!r}; expected a Decimal.")

    @property
    def exact_kopiykas(self) -> Decimal:
        """Return the amount before any rounding."""
        return money.exact(self.nights, money.thousandths(self.percent), self.wage_kopiykas)

    @property
    def kopiykas(self) -> int:
        """Return the amount rounded once, half up: the line of the declaration."""
        return money.rounded(self.nights, money.thousandths(self.percent), self.wage_kopiykas)

    @property
    def unit_exact_kopiykas(self) -> Decimal:
        """Return the tax of one person-night before rounding."""
        return money.exact(1, money.thousandths(self.percent), self.wage_kopiykas)

    @property
    def unit_kopiykas(self) -> int:
        """Return the tax of one person-night as a receipt shows it, rounded half up."""
        return money.rounded(1, money.thousandths(self.percent), self.wage_kopiykas)

    @property
    def collected_kopiykas(self) -> int:
        """Return what the guests paid when each person-night was rounded on its receipt."""
        return self.nights * self.unit_kopiykas


@dataclass(frozen=True)
class Due:
    """Lines of a night or a quarter with their sums in whole kopiykas."""

    lines: tuple[Line, ...]

    @property
    def total_kopiykas(self) -> int:
        """Return the sum of the lines, each rounded once: what is declared."""
        return sum(line.kopiykas for line in self.lines)

    @property
    def collected_kopiykas(self) -> int:
        """Return the sum of receipts."""
        return sum(line.collected_kopiykas for line in self.lines)

    @property
    def exact_kopiykas(self) -> Decimal:
        """Return the sum before any rounding."""
        return sum((line.exact_kopiykas for line in self.lines), Decimal(0))

    @property
    def difference_kopiykas(self) -> int:
        """Return collected minus declared: what comes of the order of rounding."""
        return self.collected_kopiykas - self.total_kopiykas

    @property
    def taxable_nights(self) -> int:
        """Return the person-nights that pay."""
        return sum(line.nights for line in self.lines)


class NightDue(Due):
    """What one night owes: at most one line for each tourism type and price band."""


class QuarterDue(Due):
    """Data for a quarter's declaration: a line for each rate and minimum wage."""


def wage_for(night: date, wages: Mapping[int, Wage]) -> Wage:
    """Return the minimum wage of 1 January of the night's year."""
    if night.year not in wages:
        raise NoWage(year=night.year, night=night)
    return wages[night.year]


def night_due(
    rates: NightRates,
    wage: Wage,
    domestic: int,
    inbound: int,
    bands: Sequence[BandSplit] | None = None,
) -> NightDue:
    """Return what the taxable guests of one night owe.

    ``domestic`` and ``inbound`` are guests (whole numbers). ``bands`` splits them by price: it is
    asked for a tourism type only where the council's rate for it has bands, and must add up there;
    for a flat rate it is passed over. Raises SplitNeeded, SplitDoesNotAdd, NoRate.
    """
    lines: list[Line] = []
    for tourism_type, guests in ((DOMESTIC, domestic), (INBOUND, inbound)):
        for band, count in _split(rates, tourism_type, guests, bands):
            if count:
                lines.append(line_of(rates.of(tourism_type, band), count, wage))
    return NightDue(tuple(lines))


def line_of(rate: Rate, nights: int, wage: Wage) -> Line:
    """Return the line of ``nights`` taxable person-nights under ``rate``."""
    return Line(rate.tourism_type, rate.band, nights, rate.percent, wage.year, wage.kopiykas)


def _split(
    rates: NightRates, tourism_type: str, guests: int, bands: Sequence[BandSplit] | None
) -> list[tuple[str, int]]:
    money.whole(guests, tourism_type)
    if not rates.bands_of(tourism_type):
        return [("", guests)]
    if not bands:
        if guests:
            raise SplitNeeded(community=rates.katottg, bands=", ".join(rates.bands), field="bands")
        return []
    split = [(each.code, money.whole(getattr(each, tourism_type), each.code)) for each in bands]
    if (total := sum(count for _, count in split)) != guests:
        raise SplitDoesNotAdd(tourism_type=tourism_type, split=total, guests=guests, field="bands")
    return split


def quarter_lines(
    quarter: Quarter,
    nights: Iterable[TaxedNight],
    *,
    rates: RateTable,
    katottg: str,
    facility_kind: str,
    wages: Mapping[int, Wage],
) -> QuarterDue:
    """Return the declaration data of one place: nights summed by rate, each line rounded once.

    ``nights`` are the standing figures, one for each night. Raises ValueError for a night given
    twice or outside the quarter; refusals as `night_due`.
    """
    seen: set[date] = set()
    lines: list[Line] = []
    for each in nights:
        if each.night not in quarter or each.night in seen:
            raise ValueError(f"night is {each.night}; expected each night of {quarter} once.")
        seen.add(each.night)
        in_force = rates.rates_for(each.night, katottg, facility_kind)
        wage = wage_for(each.night, wages)
        lines += night_due(in_force, wage, each.domestic, each.inbound, each.bands).lines
    return merged(lines)


def merged(lines: Iterable[Line]) -> QuarterDue:
    """Return ``lines`` summed by tourism type, band, per cent and wage, in that order."""
    sums: dict[tuple[str, str, Decimal, int, int], int] = {}
    for line in lines:
        key = (line.tourism_type, line.band, line.percent, line.wage_year, line.wage_kopiykas)
        sums[key] = sums.get(key, 0) + line.nights
    return QuarterDue(
        tuple(
            Line(tourism_type, band, sums[key], percent, year, kopiykas)
            for key in sorted(sums)
            for tourism_type, band, percent, year, kopiykas in [key]
        )
    )
