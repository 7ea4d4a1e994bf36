"""What the law allows a council (ПКУ 268.3.1): 0.5 % domestic, 5 % inbound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from occupancy.tax import tables
from occupancy.tax.rates import Rate, RateTable
from occupancy.tax.refusals import NoCap, RateAboveCap

CAPS = tables.released().caps
LVIV = "UA46060250000025047"


def rate(tourism_type: str, percent: str, valid_from: date = date(2026, 1, 1)) -> Rate:
    return Rate(LVIV, tourism_type, Decimal(percent), valid_from)


@pytest.mark.parametrize(
    ("tourism_type", "percent"),
    [("domestic", "0.5"), ("domestic", "0"), ("inbound", "5"), ("inbound", "0.6")],
)
def test_a_rate_up_to_the_cap_is_taken(tourism_type, percent):
    assert RateTable([rate(tourism_type, percent)], CAPS).rates


@pytest.mark.parametrize(
    ("tourism_type", "percent"),
    [
        ("domestic", "0.6"),  # 13. a rule of 0.6 % domestic
        ("domestic", "0.501"),
        ("inbound", "5.001"),
    ],
)
def test_13_a_rate_above_the_cap_is_refused(tourism_type, percent):
    with pytest.raises(RateAboveCap) as refused:
        RateTable([rate(tourism_type, percent)], CAPS)
    assert refused.value.facts["percent"] == percent
    assert refused.value.field == "percent"


def test_a_rate_from_before_the_known_caps_cannot_be_checked():
    with pytest.raises(NoCap):
        RateTable([rate("domestic", "0.1", date(2018, 12, 31))], CAPS)
