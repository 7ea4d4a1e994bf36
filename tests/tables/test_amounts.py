"""Sums that named sources quote, and sums reckoned by hand (fact sheet, 1.8).

Columns: place and case, year of the wage, per cent, taxable nights, sum in hryvnias.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from occupancy.filings.commands import BandGuests
from occupancy.tax import exemptions, tables
from occupancy.tax.amounts import Line, night_due
from occupancy.tax.nights import by_quarter, nights_of
from occupancy.tax.quarters import Quarter
from occupancy.tax.rates import DOMESTIC, INBOUND

LVIV = "UA46060250000025047"
LAW = tables.released()


def kopiykas(hryvnias: str) -> int:
    return int(Decimal(hryvnias) * 100)


def line(year: int, percent: str, nights: int) -> Line:
    wage = LAW.wages[year].kopiykas
    return Line(DOMESTIC, "", nights, Decimal(percent), year, wage)


@pytest.mark.parametrize(
    ("case", "year", "percent", "nights", "sum_uah"),
    [
        ("1. Київ 2019, внутрішній", 2019, "0.4", 1, "16.69"),  # interfax 01.02.2019
        ("2. Київ 2019, в’їзний", 2019, "1", 1, "41.73"),  # interfax 01.02.2019
        ("3. Межа 2019, внутрішній", 2019, "0.5", 1, "20.87"),  # interfax 01.02.2019
        ("3. Межа 2019, в’їзний", 2019, "5", 1, "208.65"),  # interfax 01.02.2019
        ("4. Яремче 2022, садиба", 2022, "0.3", 1, "19.50"),  # pravda.if.ua
        ("4. Яремче 2022, готель", 2022, "0.5", 1, "32.50"),  # pravda.if.ua
        ("5. Межа 2021, внутрішній", 2021, "0.5", 1, "30.00"),  # lenta.lviv.ua
        ("5. Межа 2021, в’їзний", 2021, "5", 1, "300.00"),  # lenta.lviv.ua
        ("9. Львів 2026, двоє дорослих, 3 ночі", 2026, "0.5", 6, "259.41"),
        ("10. і один з-за кордону, 3 ночі", 2026, "1", 3, "259.41"),
        ("11. Квартира вчотирьох, Львів 2026", 2026, "0.5", 4, "172.94"),
        ("12. 1234 ночівлі 2026", 2026, "0.5", 1234, "53351.99"),
        ("1.6. 1000 ночівель 2026", 2026, "0.5", 1000, "43235.00"),
    ],
)
def test_a_line_of_the_declaration_is_rounded_once(case, year, percent, nights, sum_uah):
    assert line(year, percent, nights).kopiykas == kopiykas(sum_uah), case


@pytest.mark.parametrize(
    ("case", "percent", "nights", "sum_uah"),
    [
        ("9. двоє дорослих, 3 ночі", "0.5", 6, "259.44"),
        ("11. квартира вчотирьох", "0.5", 4, "172.96"),
        ("12. 1234 ночівлі", "0.5", 1234, "53358.16"),
        ("1.6. 1000 ночівель", "0.5", 1000, "43240.00"),
    ],
)
def test_receipts_round_each_night_first(case, percent, nights, sum_uah):
    assert line(2026, percent, nights).collected_kopiykas == kopiykas(sum_uah), case


#: Year, minimum wage, then 0.2, 0.3, 0.4, 0.5, 1 and 5 per cent of it (fact sheet, 1.4).
WAGES = [
    (2019, "4173", "8.35", "12.52", "16.69", "20.87", "41.73", "208.65"),
    (2020, "4723", "9.45", "14.17", "18.89", "23.62", "47.23", "236.15"),
    (2021, "6000", "12.00", "18.00", "24.00", "30.00", "60.00", "300.00"),
    (2022, "6500", "13.00", "19.50", "26.00", "32.50", "65.00", "325.00"),
    (2023, "6700", "13.40", "20.10", "26.80", "33.50", "67.00", "335.00"),
    (2024, "7100", "14.20", "21.30", "28.40", "35.50", "71.00", "355.00"),
    (2025, "8000", "16.00", "24.00", "32.00", "40.00", "80.00", "400.00"),
    (2026, "8647", "17.29", "25.94", "34.59", "43.24", "86.47", "432.35"),
]


@pytest.mark.parametrize(("year", "wage", *[f"p{n}" for n in range(6)]), WAGES)
def test_one_night_by_year_and_per_cent(year, wage, p0, p1, p2, p3, p4, p5):
    assert LAW.wages[year].kopiykas == kopiykas(wage)
    expected = [kopiykas(each) for each in (p0, p1, p2, p3, p4, p5)]
    assert [line(year, p, 1).kopiykas for p in ("0.2", "0.3", "0.4", "0.5", "1", "5")] == expected


def test_the_tables_know_the_wages_of_2019_to_2026_and_no_forecast():
    assert sorted(LAW.wages) == [row[0] for row in WAGES]


@pytest.mark.parametrize(
    ("case", "night", "price_uah", "tourism_type", "sum_uah"),
    [
        ("6. 2025, 600 грн", date(2025, 6, 1), "600", DOMESTIC, "24.00"),  # electromotor.com.ua
        ("6. 2025, 900 грн", date(2025, 6, 1), "900", DOMESTIC, "32.00"),  # electromotor.com.ua
        ("6. 2025, 1500 грн", date(2025, 6, 1), "1500", DOMESTIC, "40.00"),  # electromotor.com.ua
        ("7. 2026, понад 1200 грн", date(2026, 6, 1), "1201", DOMESTIC, "43.24"),
        ("7. 2026, з-за кордону", date(2026, 6, 1), "1201", INBOUND, "86.47"),
        ("8. 2019, 300 грн", date(2019, 4, 1), "300", DOMESTIC, "8.35"),
        ("2025, з-за кордону, найменше", date(2025, 6, 1), "350", INBOUND, "16.00"),
        ("2025, з-за кордону, найбільше", date(2025, 12, 31), "1201", INBOUND, "40.00"),
        ("край смуги: 350 ще дешева", date(2019, 4, 1), "350", DOMESTIC, "8.35"),
        ("край смуги: 350,01 уже ні", date(2019, 4, 1), "350.01", DOMESTIC, "12.52"),
        ("край смуги: 1200 ще третя", date(2026, 6, 1), "1200", DOMESTIC, "34.59"),
    ],
)
def test_lviv_asks_by_the_price_of_the_stay(case, night, price_uah, tourism_type, sum_uah):
    in_force = LAW.rates.rates_for(night, LVIV, "hotel")
    rate = in_force.at_price(tourism_type, kopiykas(price_uah))
    wage = LAW.wages[night.year].kopiykas
    due = Line(tourism_type, rate.band, 1, rate.percent, night.year, wage)
    assert due.kopiykas == kopiykas(sum_uah), case


def test_9_a_child_of_ten_does_not_pay_and_two_adults_do():
    """Lviv 2026, three nights: 6 taxable, 3 exempt MINOR."""
    night = date(2026, 11, 23)
    in_force = LAW.rates.rates_for(night, LVIV, "hotel")
    due = night_due(in_force, LAW.wages[2026], 2, 0, [BandGuests("b4", 2, 0)])
    assert due.taxable_nights * 3 == 6
    assert "MINOR" in LAW.grounds


def test_11_a_flat_is_priced_as_a_whole():
    """1300 UAH a day for four people is the dearest band for each of the four."""
    night = date(2026, 11, 23)
    flat = LAW.rates.rates_for(night, LVIV, "apartment").at_price(DOMESTIC, kopiykas("1300"))
    hotel = LAW.rates.rates_for(night, LVIV, "hotel").at_price(DOMESTIC, kopiykas("325"))
    assert (flat.price_basis, flat.percent) == ("per_object_day", Decimal("0.5"))
    assert (hotel.price_basis, hotel.percent) == ("per_person_night", Decimal("0.2"))


def test_14_a_second_companion_of_the_same_person_pays():
    assert exemptions.companions(accompanied=1, came=2) == (1, 1)


def test_15_new_year_is_one_night_in_each_quarter_at_each_wage():
    arrival, departure = date(2025, 12, 31), date(2026, 1, 2)
    assert by_quarter(arrival, departure) == {Quarter(2025, 4): 1, Quarter(2026, 1): 1}
    wages = [LAW.wages[night.year].kopiykas for night in nights_of(arrival, departure)]
    assert wages == [kopiykas("8000"), kopiykas("8647")]
