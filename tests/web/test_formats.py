"""Nights, moments, money and numbers read the same everywhere, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from occupancy.web import formats

NB = "\u00a0"
SATURDAY = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("evening", "year", "uk", "en"),
    [
        (SATURDAY, False, "з сб 14 на нд 15 листопада", "Sat 14 to Sun 15 November"),
        (SATURDAY, True, "з сб 14 на нд 15 листопада 2026", "Sat 14 to Sun 15 November 2026"),
        (
            date(2026, 11, 30),
            False,
            "з пн 30 листопада на вт 1 грудня",
            "Mon 30 November to Tue 1 December",
        ),
        (
            date(2026, 12, 31),
            True,
            "з чт 31 грудня 2026 на пт 1 січня 2027",
            "Thu 31 December 2026 to Fri 1 January 2027",
        ),
    ],
)
def test_a_night_names_its_evening_and_its_morning(
    evening: date, year: bool, uk: str, en: str
) -> None:
    assert formats.night(evening, year=year, language="uk") == uk
    assert formats.night(evening, year=year, language="en") == en


def test_a_night_in_a_table_is_short() -> None:
    assert formats.night_cell(SATURDAY) == "14→15"
    assert formats.night_cell(date(2026, 11, 30)) == "30→1"


@pytest.mark.parametrize(
    ("written", "uk", "en"),
    [
        (formats.day, "14 листопада 2026", "14 November 2026"),
        (formats.day_and_month, "14 листопада", "14 November"),
        (formats.day_with_weekday, "сб 14 листопада 2026", "Sat 14 November 2026"),
        (formats.day_cell, "14.11", "14 Nov"),
        (formats.weekday, "сб", "Sat"),
        (formats.month_of, "листопада", "November"),
        (formats.month, "Листопад 2026", "November 2026"),
    ],
)
def test_a_date_is_written_as_people_write_it(
    written: Callable[..., str], uk: str, en: str
) -> None:
    assert written(SATURDAY, "uk") == uk
    assert written(SATURDAY, "en") == en


def test_a_week_begins_on_monday() -> None:
    assert formats.weekday_words("uk") == ["пн", "вт", "ср", "чт", "пт", "сб", "нд"]
    assert formats.weekday_words("en")[0] == "Mon"


def test_quarters_are_roman_in_ukrainian() -> None:
    assert [formats.quarter(2026, n, "uk").split()[0] for n in (1, 2, 3, 4)] == [
        "I",
        "II",
        "III",
        "IV",
    ]
    assert formats.quarter(2026, 3, "uk") == "III квартал 2026"
    assert formats.quarter(2026, 3, "en") == "Q3 2026"


def test_moments_are_told_in_kyiv_time() -> None:
    winter = datetime(2026, 11, 23, 20, 47, 16, tzinfo=UTC)
    summer = datetime(2026, 7, 23, 20, 47, 16, tzinfo=UTC)
    assert formats.clock_time(winter) == "22:47"
    assert formats.proof_time(winter) == "22:47:16"
    assert formats.proof_time(summer) == "23:47:16"
    assert formats.moment(winter, "uk") == "23 листопада 2026, 22:47"
    late = datetime(2026, 11, 23, 22, 30, 5, tzinfo=UTC)
    assert formats.proof_moment(late, "en") == "24 November 2026, 00:30:05"


@pytest.mark.parametrize(
    ("kopiykas", "uk", "en"),
    [
        (125382, f"1{NB}253,82{NB}₴", "₴1,253.82"),
        (0, f"0,00{NB}₴", "₴0.00"),
        (5, f"0,05{NB}₴", "₴0.05"),
        (-783, f"−7,83{NB}₴", "−₴7.83"),
        (10**20, f"1{NB}000{NB}000{NB}000{NB}000{NB}000{NB}000,00{NB}₴", None),
    ],
)
def test_money_is_whole_kopiykas_with_two_decimals(kopiykas: int, uk: str, en: str | None) -> None:
    assert formats.money(kopiykas, "uk") == uk
    if en is not None:
        assert formats.money(kopiykas, "en") == en


def test_a_total_of_a_council_is_told_in_millions() -> None:
    assert formats.millions(460_000_000, "uk") == f"4,6{NB}млн{NB}₴"
    assert formats.millions(460_000_000, "en") == "₴4.6 million"


def test_per_cent_is_given_per_hundred_and_shares_per_one() -> None:
    assert formats.percent("0.5", language="uk") == f"0,5{NB}%"
    assert formats.percent(Decimal("0.5"), language="en") == "0.5%"
    assert formats.share(0.17, language="uk") == f"17{NB}%"
    assert formats.share(Decimal("0.345"), places=1, language="en") == "34.5%"


def test_numbers_keep_their_sign_and_their_digits() -> None:
    assert formats.number(Decimal("43.235"), language="uk") == "43,235"
    assert formats.number(183977, language="uk") == f"183{NB}977"
    assert [formats.signed(n, language="uk") for n in (11, -3, 0)] == ["+11", "−3", "0"]
    assert formats.number(-0.001, 1, "uk") == "0,0"


def test_ranges_take_an_en_dash_and_one_number_is_no_range() -> None:
    assert formats.span(13, 21) == "13–21"
    assert formats.span(13.04, 13.02, 1, "uk") == "13,0"
    assert formats.interval(4.6, 3.1, 6.3, language="uk") == "4,6 (3,1–6,3)"


def test_digests_are_read_in_groups_of_four() -> None:
    assert formats.digest("9f3c71ab04de5b82ffff") == "9f3c 71ab 04de 5b82"
    assert formats.digest("9f3c71") == "9f3c 71"


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_every_sum_of_money_can_be_read_back(kopiykas: int) -> None:
    written = formats.hryvnias(kopiykas, "uk")
    plain = written.replace(NB, "").replace("−", "-").replace(",", "")
    assert int(plain) == kopiykas
    assert " " not in formats.money(kopiykas, "uk")


def test_templates_write_constants_in_the_language_of_each_request() -> None:
    app = Flask(__name__)
    language = "uk"
    Babel(app, locale_selector=lambda: language)
    formats.register(app)
    seen = []
    for language in ("uk", "en"):  # noqa: B007 - the selector above reads it
        with app.test_request_context():
            seen.append(render_template_string("{{ 125382|money }} {{ span(1, 2) }}"))
    assert seen == [f"1{NB}253,82{NB}₴ 1–2", "₴1,253.82 1–2"]


@pytest.mark.parametrize(
    ("value", "rough"),
    [(0.0, 0), (0.4, 0), (995.4, 995), (9190.0, 9190), (32688.0, 32700), (-1237213.0, -1240000)],
)
def test_an_estimate_keeps_three_figures(value: float, rough: int) -> None:
    assert formats.rough(value) == rough


@given(st.floats(-1e9, 1e9))
def test_rounding_an_estimate_moves_it_by_half_a_per_cent_at_most(value: float) -> None:
    assert abs(formats.rough(value) - value) <= max(0.5, abs(value) * 0.0051)


def test_a_short_date_has_its_year() -> None:
    assert formats.day_short(SATURDAY, "uk") == "14.11.2026"
    assert formats.day_short(SATURDAY, "en") == "14 Nov 2026"
