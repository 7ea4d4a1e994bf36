"""How long what is kept: dated rows with source and mark, one for each timer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from occupancy.privacy import rules
from occupancy.privacy.rules import Term
from occupancy.privacy.services import TIMERS

NOW = datetime(2026, 11, 23, 20, 47, tzinfo=UTC)


def term(days: int, first: str, last: str | None = None) -> Term:
    until = date.fromisoformat(last) if last else None
    return Term("x", days, "the deed", date.fromisoformat(first), until, "law", "source", "M", "")


def test_every_term_has_a_timer_and_every_timer_a_term():
    assert set(rules.codes()) == set(TIMERS)


@pytest.mark.parametrize("each", rules.terms(), ids=lambda each: each.code)
def test_every_term_says_on_what_it_rests(each):
    assert each.days > 0
    assert each.law
    assert each.source
    assert each.mark in {"R1", "V2", "Q", "C", "M"}
    assert each.note


@pytest.mark.parametrize("code", TIMERS)
def test_every_term_holds_today_and_in_ten_years(code):
    for later in (0, 3650):
        assert rules.kept_since(code, NOW + timedelta(days=later)) < NOW + timedelta(days=later)


def test_the_row_in_force_that_day_counts():
    known = [term(10, "2020-01-01", "2026-11-22"), term(30, "2026-11-23")]
    assert rules.kept_since("x", NOW, known) == NOW - timedelta(days=30)
    assert rules.kept_since("x", NOW - timedelta(days=1), known) == NOW - timedelta(days=11)


@pytest.mark.parametrize(
    "known", [[], [term(10, "2027-01-01")], [term(10, "2020-01-01"), term(20, "2021-01-01")]]
)
def test_no_row_or_two_rows_are_a_mistake_and_nothing_is_guessed(known):
    with pytest.raises(LookupError):
        rules.kept_since("x", NOW, known)
