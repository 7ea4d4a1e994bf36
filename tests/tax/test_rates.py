"""Which line of which decision answers for a night, a kind of place and a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from occupancy.tax import money, tables
from occupancy.tax.rates import DOMESTIC, INBOUND, Rate, RateTable, kinds
from occupancy.tax.refusals import NoRate, PriceNeeded, RatesOverlap

LAW = tables.released()
PLACE = "UA46100210000027970"
NIGHT = date(2026, 11, 23)


def rate(percent: str = "0.5", **changes) -> Rate:
    facts = {
        "katottg": PLACE,
        "tourism_type": DOMESTIC,
        "percent": Decimal(percent),
        "valid_from": date(2026, 1, 1),
    }
    return Rate(**{**facts, **changes})


def table(*rates: Rate) -> RateTable:
    return RateTable(rates, LAW.caps)


@pytest.mark.parametrize(
    ("night", "percent"),
    [
        (date(2025, 12, 31), "0.3"),  # last night of the old rate
        (date(2026, 1, 1), "0.5"),  # first night of the new one
    ],
)
def test_each_night_takes_the_rate_in_force_on_it(night, percent):
    old = rate("0.3", valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    in_force = table(old, rate()).rates_for(night, PLACE, "hotel")
    assert in_force.of(DOMESTIC).percent == Decimal(percent)


def test_a_line_for_the_kind_goes_before_a_line_for_all_kinds():
    """As Yaremche: hotels 0.5 %, homesteads and all others 0.3 %."""
    law = table(rate("0.5", facility_kinds=frozenset({"hotel"})), rate("0.3"))
    assert law.rates_for(NIGHT, PLACE, "hotel").of(DOMESTIC).percent == Decimal("0.5")
    assert law.rates_for(NIGHT, PLACE, "homestead").of(DOMESTIC).percent == Decimal("0.3")


def test_without_a_decision_there_is_no_tax_to_reckon():
    with pytest.raises(NoRate) as refused:
        table(rate()).rates_for(date(2025, 12, 31), PLACE, "hotel")
    assert refused.value.facts["night"] == date(2025, 12, 31)


def test_a_council_may_have_decided_on_one_kind_of_tourism_only():
    with pytest.raises(NoRate) as refused:
        table(rate()).rates_for(NIGHT, PLACE, "hotel").of(INBOUND)
    assert refused.value.facts["tourism_type"] == INBOUND


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"valid_from": date(2026, 6, 1)},
        {"valid_from": date(2025, 1, 1), "valid_to": date(2026, 1, 1)},
        {"band": "b1", "price_to": 35000},  # a price band beside a flat rate
    ],
)
def test_two_lines_for_the_same_night_are_refused(other):
    with pytest.raises(RatesOverlap):
        table(rate(), rate("0.3", **other))


@pytest.mark.parametrize(
    "other",
    [
        {"tourism_type": INBOUND},
        {"katottg": "UA46060250000025047"},
        {"facility_kinds": frozenset({"hotel"})},
        {"valid_from": date(2025, 1, 1), "valid_to": date(2025, 12, 31)},
    ],
)
def test_lines_for_different_guests_places_kinds_or_days_stand_side_by_side(other):
    assert len(table(rate(), rate("0.3", **other)).rates) == 2


def bands(edge: str, *, to: int = 35000, start: int = 35000) -> tuple[Rate, Rate]:
    return (
        rate("0.2", band="b1", price_to=to, edge=edge),
        rate("0.5", band="b2", price_from=start, edge=edge),
    )


@pytest.mark.parametrize(
    ("edge", "price", "band"),
    [
        ("upper_inclusive", 35000, "b1"),
        ("upper_inclusive", 35001, "b2"),
        ("lower_inclusive", 34999, "b1"),
        ("lower_inclusive", 35000, "b2"),
        ("", 35000, "b1"),
    ],
)
def test_a_price_on_the_edge_belongs_where_the_decision_says(edge, price, band):
    in_force = table(*bands(edge)).rates_for(NIGHT, PLACE, "hotel")
    assert in_force.at_price(DOMESTIC, price).band == band


def test_bands_that_share_prices_are_refused():
    with pytest.raises(RatesOverlap):
        table(*bands("upper_inclusive", to=40000))


def test_a_price_between_two_bands_has_no_rate():
    in_force = table(*bands("upper_inclusive", start=40000)).rates_for(NIGHT, PLACE, "hotel")
    with pytest.raises(NoRate):
        in_force.at_price(DOMESTIC, 38000)


def test_bands_come_cheapest_first():
    dear, cheap = reversed(bands("upper_inclusive"))
    assert table(dear, cheap).rates_for(NIGHT, PLACE, "hotel").bands == ("b1", "b2")


def test_an_unknown_band_has_no_rate():
    with pytest.raises(NoRate):
        table(*bands("")).rates_for(NIGHT, PLACE, "hotel").of(DOMESTIC, "b9")


def test_a_rate_by_price_needs_a_price_and_a_flat_one_does_not():
    with pytest.raises(PriceNeeded):
        table(*bands("")).rates_for(NIGHT, PLACE, "hotel").at_price(DOMESTIC, None)
    assert table(rate()).rates_for(NIGHT, PLACE, "hotel").at_price(DOMESTIC, None).band == ""


@pytest.mark.parametrize("text", ["0.5", "5", "0", "0.125"])
def test_a_per_cent_is_a_decimal_string(text):
    assert money.percent(text) == Decimal(text)


@pytest.mark.parametrize("text", ["", "0,5", "NaN", "inf", "-0.1", "0.1234", None])
def test_anything_else_is_no_per_cent(text):
    with pytest.raises(ValueError, match="percent"):
        money.percent(text)


def test_kinds_are_read_as_the_tables_hold_them():
    assert kinds("hotel|motel") == {"hotel", "motel"}
    assert kinds("") == frozenset()


@pytest.mark.parametrize("wrong", [{"tourism_type": "foreign"}, {"edge": "half_open"}])
def test_a_rate_with_an_unknown_word_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        rate(**wrong)


@pytest.mark.parametrize(
    ("changes", "unverified"),
    [
        ({"mark": "V2"}, False),
        ({"mark": "R1"}, False),
        ({"mark": "V2", "demo": True}, True),
        ({"mark": "GAP"}, True),
        ({"mark": "M/GAP"}, True),
        ({"mark": ""}, True),
    ],
)
def test_what_nobody_has_checked_says_so(changes, unverified):
    assert rate(**changes).unverified is unverified
