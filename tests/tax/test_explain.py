"""`occupancy tax explain`: each step with its rule and source, in both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from occupancy.tax import tables
from occupancy.tax.cli import tax
from occupancy.tax.explain import Stay, explain
from occupancy.tax.words import day, hryvnias, per_cent, unrounded

LAW = tables.released()
LVIV, SLAVSKE = "UA46060250000025047", "UA46100210000027970"


def stay(**changes) -> Stay:
    facts = {
        "katottg": LVIV,
        "arrival": date(2026, 11, 23),
        "guests": 2,
        "nights": 3,
        "tourism_type": "domestic",
        "facility_kind": "hotel",
        "price": 130000,
    }
    return Stay(**{**facts, **changes})


def run(*options: str):
    base = [
        "explain",
        "--community",
        LVIV,
        "--date",
        "2026-11-23",
        "--guests",
        "2",
        "--nights",
        "3",
    ]
    return CliRunner().invoke(tax, [*base, *options])


def test_an_amount_is_told_from_nights_to_due_dates():
    told = explain(stay(), LAW)
    assert [step.code for step in told.steps] == [
        "nights",
        "quarter",
        "rate",
        "cap",
        "wage",
        "unit",
        "line",
        "file_by",
        "pay_by",
    ]
    assert told.due.total_kopiykas == 25941
    assert told.due.collected_kopiykas == 25944


def test_every_step_names_rule_source_and_mark():
    for step in explain(stay(arrival=date(2025, 12, 31)), LAW).steps:
        assert step.law
        assert step.source
        assert step.mark


def test_15_a_stay_over_new_year_is_two_lines_of_two_quarters():
    told = explain(stay(arrival=date(2025, 12, 31), guests=1, nights=2), LAW)
    assert [line.kopiykas for line in told.due.lines] == [4000, 4324]
    assert [str(s.facts["quarter"]) for s in told.steps if s.code == "quarter"] == [
        "2025-Q4",
        "2026-Q1",
    ]
    reading = next(step for step in told.steps if step.code == "wage_year")
    assert reading.unverified


def test_a_demonstration_rate_is_not_checked_by_a_lawyer():
    told = explain(stay(katottg=SLAVSKE, price=None), LAW)
    assert next(step for step in told.steps if step.code == "rate").unverified


def test_the_command_prints_ukrainian_and_says_what_is_not_verified():
    result = run("--price", "1300")
    assert result.exit_code == 0
    assert "До сплати: 259,41\N{NO-BREAK SPACE}₴" in result.output
    assert "За квитанціями: 259,44\N{NO-BREAK SPACE}₴" in result.output
    assert "не перевірено юристом" in result.output
    assert "43,235\N{NO-BREAK SPACE}₴" in result.output


def test_the_command_prints_english():
    result = run("--price", "1300", "--lang", "en")
    assert result.exit_code == 0
    assert "Due: 259.41\N{NO-BREAK SPACE}₴" in result.output
    said = [line for line in result.output.splitlines() if "Source:" not in line]
    assert not re.findall("[а-яіїєґА-ЯІЇЄҐ]+", "\n".join(said))


@pytest.mark.parametrize("lang", ["uk", "en"])
@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_year_and_kind_can_be_told_in_both_languages(lang, year):
    for kind in ("hotel", "apartment"):
        for more in ([], ["--inbound"]):
            options = ["--date", f"{year}-12-31", "--nights", "1", "--price", "500"]
            result = run(*options, "--lang", lang, "--facility-kind", kind, *more)
            assert result.exit_code == 0, result.output
            assert "%(" not in result.output


def test_where_the_rate_goes_by_price_the_price_is_asked_for():
    result = run()
    assert result.exit_code == 2
    assert "вкажіть ціну" in result.stderr


def test_a_night_without_a_rate_is_named():
    result = run("--date", "2019-03-31", "--price", "300", "--nights", "1", "--lang", "en")
    assert result.exit_code == 2
    assert "31 March 2019" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ["--community", "UA46"],
        ["--facility-kind", "castle"],
        ["--price", "дорого"],
        ["--price=-1"],
        ["--price", "0.001"],
        ["--price", "NaN"],
        ["--guests", "0"],
        ["--guests", "100000000000000000000"],
        ["--nights", "0"],
        ["--date", "2026-02-30"],
        ["--date", "9998-12-31"],
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(wrong):
    result = run(*wrong)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (hryvnias(125382, "uk"), "1 253,82 ₴"),
        (hryvnias(125382, "en"), "1,253.82 ₴"),
        (hryvnias(-3, "uk"), "−0,03 ₴"),
        (unrounded(Decimal("4323.50000"), "uk"), "43,235 ₴"),
        (per_cent(Decimal("0.5"), "uk"), "0,5 %"),
        (per_cent(Decimal("0.5"), "en"), "0.5%"),
        (day(date(2027, 2, 9), "uk"), "9 лютого 2027"),
    ],
)
def test_figures_are_written_as_people_write_them(written, expected):
    assert written.replace("\N{NO-BREAK SPACE}", " ") == expected
