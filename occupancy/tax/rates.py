"""What one council asks on one night: a rate by tourism type, kind of place and price band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from occupancy.tax.marks import unverified
from occupancy.tax.refusals import NoCap, NoRate, PriceNeeded, RateAboveCap, RatesOverlap

DOMESTIC = "domestic"
INBOUND = "inbound"
TOURISM_TYPES = (DOMESTIC, INBOUND)

PER_PERSON_NIGHT = "per_person_night"
PER_OBJECT_DAY = "per_object_day"

#: ``from < price ≤ to``: «до 750», then «750–1200» (the default).
UPPER_INCLUSIVE = "upper_inclusive"
#: ``from ≤ price < to``.
LOWER_INCLUSIVE = "lower_inclusive"
EDGES = frozenset({"", UPPER_INCLUSIVE, LOWER_INCLUSIVE})


@dataclass(frozen=True)
class Cap:
    """The highest per cent the law allows a council for a tourism type (ПКУ 268.3.1)."""

    tourism_type: str
    valid_from: date
    valid_to: date | None
    percent: Decimal
    law: str
    source: str
    mark: str


@dataclass(frozen=True)
class Rate:
    """One line of a council's decision, in force from ``valid_from`` to ``valid_to``, both in.

    ``percent`` of the minimum wage a person-night. ``facility_kinds`` empty: every kind that no
    other line names. ``band`` and ``price_basis`` blank: the price does not matter. Prices are
    kopiykas, None where the band is open; which end belongs to the band is ``edge``.
    """

    katottg: str
    tourism_type: str
    percent: Decimal
    valid_from: date
    valid_to: date | None = None
    facility_kinds: frozenset[str] = frozenset()
    price_basis: str = ""
    band: str = ""
    price_from: int | None = None
    price_to: int | None = None
    edge: str = ""
    decision_no: str = ""
    decision_date: date | None = None
    decision_url: str | None = None
    source: str = ""
    mark: str = ""
    demo: bool = False

    def __post_init__(self) -> None:
        if self.tourism_type not in TOURISM_TYPES:
            raise ValueError(f"tourism_type is {self.tourism_type!r}; expected {TOURISM_TYPES}.")
        if not isinstance(self.percent, Decimal):
            raise TypeError(f"percent is {self.percent!r}; expected a Decimal.")
        if self.edge not in EDGES:
            raise ValueError(f"edge is {self.edge!r}; expected one of {sorted(EDGES)}.")

    @property
    def unverified(self) -> bool:
        """Tell whether no lawyer and no second source stands behind this line."""
        return self.demo or unverified(self.mark)

    def in_force_on(self, night: date) -> bool:
        """Tell whether the line holds for ``night``."""
        return self.valid_from <= night and (self.valid_to is None or night <= self.valid_to)

    def holds_price(self, price: int) -> bool:
        """Tell whether ``price`` (kopiykas, on this line's basis) lies in the band."""
        above = self.price_from is None or price > self.price_from
        below = self.price_to is None or price <= self.price_to
        if self.edge == LOWER_INCLUSIVE:
            above = self.price_from is None or price >= self.price_from
            below = self.price_to is None or price < self.price_to
        return above and below


def kinds(text: str) -> frozenset[str]:
    """Read the kinds of a rate as the tables hold them: ``hotel|motel``, blank for all."""
    return frozenset(part for part in text.split("|") if part)


@dataclass(frozen=True)
class NightRates:
    """The lines in force on one night for one kind of place, each type by rising price."""

    night: date
    katottg: str
    domestic: tuple[Rate, ...]
    inbound: tuple[Rate, ...]

    @property
    def domestic_bands(self) -> tuple[str, ...]:
        """Return the price bands of the domestic rate, cheapest first; empty where it is flat."""
        return tuple(rate.band for rate in self.domestic if rate.band)

    @property
    def inbound_bands(self) -> tuple[str, ...]:
        """Return the price bands of the inbound rate, cheapest first; empty where it is flat."""
        return tuple(rate.band for rate in self.inbound if rate.band)

    @property
    def bands(self) -> tuple[str, ...]:
        """Return the codes of all price bands, cheapest first; empty: nothing need be split."""
        return tuple(dict.fromkeys((*self.domestic_bands, *self.inbound_bands)))

    def bands_of(self, tourism_type: str) -> tuple[str, ...]:
        """Return the price bands of one tourism type."""
        return self.domestic_bands if tourism_type == DOMESTIC else self.inbound_bands

    def of(self, tourism_type: str, band: str = "") -> Rate:
        """Return the line of a tourism type and, where it has bands, of that band."""
        for rate in self._lines(tourism_type):
            if rate.band == band or not rate.band:
                return rate
        raise NoRate(night=self.night, community=self.katottg, tourism_type=tourism_type, band=band)

    def at_price(self, tourism_type: str, price: int | None) -> Rate:
        """Return the line that a price (kopiykas, on the line's basis) falls under."""
        lines = self._lines(tourism_type)
        if price is None and any(rate.band for rate in lines):
            raise PriceNeeded(community=self.katottg, night=self.night, field="price")
        for rate in lines:
            if price is None or not rate.band or rate.holds_price(price):
                return rate
        raise NoRate(night=self.night, community=self.katottg, tourism_type=tourism_type, band="")

    def _lines(self, tourism_type: str) -> tuple[Rate, ...]:
        return self.domestic if tourism_type == DOMESTIC else self.inbound


class RateTable:
    """Rates of any number of councils; refuses lines that overlap or pass the caps."""

    def __init__(self, rates: Iterable[Rate], caps: Iterable[Cap]) -> None:
        self.rates = tuple(rates)
        self.caps = tuple(caps)
        self._by_council: dict[str, list[Rate]] = {}
        for rate in self.rates:
            check_cap(rate, self.caps)
            self._by_council.setdefault(rate.katottg, []).append(rate)
        for lines in self._by_council.values():
            check_overlaps(lines)
        self._known: dict[tuple[date, str, str], NightRates] = {}

    def rates_for(self, night: date, katottg: str, facility_kind: str) -> NightRates:
        """Return the lines for a place of ``facility_kind``; NoRate where the council has none.

        A line that names the kind goes before a line for all kinds.
        """
        key = (night, katottg, facility_kind)
        if key not in self._known:
            lines = [rate for rate in self._by_council.get(katottg, ()) if rate.in_force_on(night)]
            domestic = _applicable(lines, DOMESTIC, facility_kind)
            inbound = _applicable(lines, INBOUND, facility_kind)
            if not domestic and not inbound:
                raise NoRate(night=night, community=katottg, tourism_type="", band="")
            self._known[key] = NightRates(night, katottg, domestic, inbound)
        return self._known[key]


def _applicable(lines: Sequence[Rate], tourism_type: str, facility_kind: str) -> tuple[Rate, ...]:
    of_type = [rate for rate in lines if rate.tourism_type == tourism_type]
    named = [rate for rate in of_type if facility_kind in rate.facility_kinds]
    chosen = named or [rate for rate in of_type if not rate.facility_kinds]
    return tuple(sorted(chosen, key=lambda rate: rate.price_from or 0))


def check_cap(rate: Rate, caps: Iterable[Cap]) -> None:
    """Refuse a rate above the law's cap on any day of its validity, or on a day without a cap."""
    held = [
        cap
        for cap in caps
        if cap.tourism_type == rate.tourism_type
        and _days_meet(cap.valid_from, cap.valid_to, rate.valid_from, rate.valid_to)
    ]
    if not held or min(cap.valid_from for cap in held) > rate.valid_from:
        raise NoCap(community=rate.katottg, night=rate.valid_from)
    for cap in held:
        if rate.percent > cap.percent:
            raise RateAboveCap(
                community=rate.katottg,
                tourism_type=rate.tourism_type,
                percent=str(rate.percent),
                cap=str(cap.percent),
                field="percent",
            )


def check_overlaps(rates: Sequence[Rate]) -> None:
    """Refuse two lines that would both answer for the same night, kind, type and price."""
    for position, one in enumerate(rates):
        for other in rates[position + 1 :]:
            if _meet(one, other):
                raise RatesOverlap(
                    community=one.katottg,
                    tourism_type=one.tourism_type,
                    first=max(one.valid_from, other.valid_from),
                    field="valid_from",
                )


def _meet(one: Rate, other: Rate) -> bool:
    same_kinds = one.facility_kinds & other.facility_kinds or not (
        one.facility_kinds or other.facility_kinds
    )
    return bool(
        one.katottg == other.katottg
        and one.tourism_type == other.tourism_type
        and same_kinds
        and _days_meet(one.valid_from, one.valid_to, other.valid_from, other.valid_to)
        and _prices_meet(one, other)
    )


def _days_meet(one: date, one_end: date | None, other: date, other_end: date | None) -> bool:
    return (other_end is None or one <= other_end) and (one_end is None or other <= one_end)


def _prices_meet(one: Rate, other: Rate) -> bool:
    if not one.band or not other.band or one.band == other.band:
        return True
    low, high = sorted((one, other), key=lambda rate: rate.price_from or 0)
    edge, start = low.price_to, high.price_from or 0
    if edge is None or start < edge:
        return True
    return start == edge and low.holds_price(edge) and high.holds_price(edge)
