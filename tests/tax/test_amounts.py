"""What holds of every amount, whatever the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from occupancy.filings.commands import BandGuests
from occupancy.tax import tables
from occupancy.tax.amounts import Line, Wage, merged, night_due, quarter_lines, wage_for
from occupancy.tax.quarters import Quarter
from occupancy.tax.rates import DOMESTIC, INBOUND, NightRates
from occupancy.tax.refusals import NoWage, SplitDoesNotAdd, SplitNeeded

LAW = tables.released()
LVIV, SLAVSKE = "UA46060250000025047", "UA46100210000027970"
NIGHT = date(2026, 11, 23)
Q4 = Quarter(2026, 4)

guests = st.integers(0, 100_000)
percents = st.decimals("0", "5", places=3, allow_nan=False)
lines = st.builds(
    Line,
    tourism_type=st.sampled_from([DOMESTIC, INBOUND]),
    band=st.sampled_from(["", "b1", "b4"]),
    nights=guests,
    percent=percents,
    wage_year=st.just(2026),
    wage_kopiykas=st.integers(1, 10_000_000),
)


@dataclass(frozen=True)
class Night:
    night: date
    domestic: int
    inbound: int
    bands: tuple[BandGuests, ...] | None = None


def tonight(katottg: str = LVIV, kind: str = "hotel") -> NightRates:
    return LAW.rates.rates_for(NIGHT, katottg, kind)


@given(lines)
def test_rounding_moves_a_line_by_half_a_kopiyka_at_most(line):
    assert abs(Fraction(line.exact_kopiykas) - line.kopiykas) <= Fraction(1, 2)


@given(lines)
def test_the_exact_amount_is_nights_times_per_cent_times_wage(line):
    product = Fraction(line.percent) / 100 * line.nights * line.wage_kopiykas
    assert Fraction(line.exact_kopiykas) == product


@given(lines)
@example(Line(DOMESTIC, "", 1, Decimal("0.5"), 2019, 417300))  # 20.865
@example(Line(DOMESTIC, "", 1, Decimal("0.5"), 2026, 864700))  # 43.235
def test_exactly_half_a_kopiyka_goes_up(line):
    half_above = Fraction(line.exact_kopiykas) % 1 >= Fraction(1, 2)
    assert line.kopiykas == int(line.exact_kopiykas) + half_above


@given(lines)
def test_receipts_differ_by_half_a_kopiyka_a_night_at_most(line):
    assert abs(line.collected_kopiykas - Fraction(line.exact_kopiykas)) <= Fraction(line.nights, 2)


@given(lines, guests)
def test_one_more_guest_never_owes_less(line, more):
    larger = Line(
        line.tourism_type,
        line.band,
        line.nights + more,
        line.percent,
        line.wage_year,
        line.wage_kopiykas,
    )
    assert larger.kopiykas >= line.kopiykas
    assert larger.collected_kopiykas >= line.collected_kopiykas


@given(lines)
def test_amounts_are_whole_kopiykas(line):
    assert type(line.kopiykas) is int
    assert type(line.unit_kopiykas) is int
    assert type(line.collected_kopiykas) is int
    assert type(merged([line]).total_kopiykas) is int


@given(st.lists(lines, max_size=8))
def test_a_quarter_has_the_nights_of_its_parts(parts):
    whole = merged(parts)
    assert whole.taxable_nights == sum(part.nights for part in parts)
    assert whole.exact_kopiykas == sum(part.exact_kopiykas for part in parts)
    assert whole.total_kopiykas == sum(line.kopiykas for line in whole.lines)


@given(st.lists(lines, max_size=8))
def test_the_order_of_nights_does_not_change_a_quarter(parts):
    assert merged(parts) == merged(list(reversed(parts)))


@given(guests, guests)
def test_a_flat_rate_sums_both_kinds_of_guests(domestic, inbound):
    due = night_due(tonight(SLAVSKE), LAW.wages[2026], domestic, inbound)
    assert due.taxable_nights == domestic + inbound
    assert due.total_kopiykas == sum(line.kopiykas for line in due.lines)


@given(st.lists(guests, min_size=4, max_size=4), guests)
def test_bands_split_the_guests_and_lose_none(by_band, inbound):
    bands = [BandGuests(f"b{n}", count, 0) for n, count in enumerate(by_band, start=1)]
    due = night_due(tonight(), LAW.wages[2026], sum(by_band), inbound, bands)
    assert due.taxable_nights == sum(by_band) + inbound


@pytest.mark.parametrize("guests", [1.0, True, "1", None, Decimal(1)])
def test_guests_are_whole_numbers_and_nothing_else(guests):
    with pytest.raises(TypeError):
        night_due(tonight(SLAVSKE), LAW.wages[2026], guests, 0)


def test_guests_are_not_negative():
    with pytest.raises(ValueError, match="-1"):
        night_due(tonight(SLAVSKE), LAW.wages[2026], -1, 0)


def test_a_float_is_no_per_cent():
    with pytest.raises(TypeError):
        Line(DOMESTIC, "", 1, 0.5, 2026, 864700)  # type: ignore[arg-type]


def test_an_empty_night_owes_nothing_and_needs_no_split():
    assert night_due(tonight(), LAW.wages[2026], 0, 0).lines == ()


def test_where_the_rate_has_bands_the_guests_must_be_split():
    with pytest.raises(SplitNeeded):
        night_due(tonight(), LAW.wages[2026], 2, 0)


def test_a_split_must_add_up():
    with pytest.raises(SplitDoesNotAdd) as refused:
        night_due(tonight(), LAW.wages[2026], 3, 0, [BandGuests("b1", 2, 0)])
    assert refused.value.facts["split"] == 2


def test_where_the_rate_is_flat_a_split_is_passed_over():
    """Lviv asks 1 % of everybody from abroad since 2026: their split by price is not needed."""
    due = night_due(tonight(), LAW.wages[2026], 1, 4, [BandGuests("b4", 1, 0)])
    assert [(line.tourism_type, line.band, line.nights) for line in due.lines] == [
        (DOMESTIC, "b4", 1),
        (INBOUND, "", 4),
    ]


def test_a_night_of_25_guests_in_lviv():
    """21 residents above 1200 UAH and 4 from abroad: 907.94 + 345.88."""
    due = night_due(tonight(), LAW.wages[2026], 21, 4, [BandGuests("b4", 21, 4)])
    assert [line.kopiykas for line in due.lines] == [90794, 34588]
    assert (due.total_kopiykas, due.collected_kopiykas) == (125382, 125392)


def quarter_of(nights, katottg=SLAVSKE):
    return quarter_lines(
        Q4,
        nights,
        rates=LAW.rates,
        katottg=katottg,
        facility_kind="hotel",
        wages=LAW.wages,
    )


@given(st.lists(guests, min_size=92, max_size=92))
def test_a_quarter_is_rounded_once_a_line_not_once_a_night(by_night):
    nights = [Night(day, count, 0) for day, count in zip(Q4.nights, by_night, strict=True)]
    due = quarter_of(nights)
    assert len(due.lines) == (1 if sum(by_night) else 0)
    assert abs(due.total_kopiykas - due.exact_kopiykas) <= Decimal("0.5")


def test_each_rate_and_band_has_a_line_of_its_own():
    nights = [
        Night(NIGHT, 3, 1, (BandGuests("b1", 1, 0), BandGuests("b4", 2, 1))),
        Night(NIGHT + timedelta(days=1), 1, 0, (BandGuests("b4", 1, 0),)),
    ]
    due = quarter_of(nights, LVIV)
    assert [(line.tourism_type, line.band, line.nights) for line in due.lines] == [
        (DOMESTIC, "b1", 1),
        (DOMESTIC, "b4", 3),
        (INBOUND, "", 1),
    ]


@pytest.mark.parametrize(
    "nights",
    [
        [Night(NIGHT, 1, 0), Night(NIGHT, 1, 0)],  # two revisions of one night
        [Night(date(2026, 9, 30), 1, 0)],  # a night of the quarter before
    ],
)
def test_a_night_counts_once_and_in_its_own_quarter(nights):
    with pytest.raises(ValueError, match="each night"):
        quarter_of(nights)


def test_a_year_without_a_minimum_wage_is_named():
    with pytest.raises(NoWage) as refused:
        wage_for(date(2031, 1, 1), {2026: Wage(2026, 864700)})
    assert refused.value.facts["year"] == 2031
