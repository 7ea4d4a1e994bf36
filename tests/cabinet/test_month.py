"""The month as a façade: what each window says, what is missing, closed nights."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from occupancy.registry import queries as registry
from tests.cabinet.conftest import NIGHT, SLAVSKE, send
from tests.support.apps import post_form

MONTH = "/cabinet/SL-0001/months/2026-11"
CLOSURES = "/cabinet/SL-0001/closures"


def windows(page):
    """Return the look of each window by its day."""
    facade = page.split('<ol class="n-facade')[1].split("</ol>")[0]
    found = re.findall(r'class="n-win ([^"]+)".*?datetime="2026-11-(\d\d)"', facade, re.S)
    return {int(day): look.replace("n-win-", "") for look, day in found}


def test_each_window_says_how_its_night_stands(operator, filed):
    for back in (9, 8, 7, 6, 4):
        night = NIGHT - timedelta(days=back)
        late = timedelta(hours=20 if back == 8 else 0)
        moment = datetime(2026, 11, night.day, 19, tzinfo=UTC) + late
        filed(night, *((0, 0, 0) if back == 7 else ()), moment=moment)
    filed(
        NIGHT - timedelta(days=6),
        domestic=2,
        reason="описка",
        moment=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    seen = windows(operator.get(MONTH).text)
    assert {day: seen[day] for day in range(12, 25)} == {
        12: "next",  # before the first figure: the house had not begun to file
        13: "next",
        14: "filed",
        15: "late",
        16: "zero",
        17: "fixed",
        18: "missing",
        19: "filed",
        20: "missing",
        21: "missing",
        22: "missing",
        23: "today",
        24: "next",
    }


def test_missing_nights_are_named_with_the_way_to_file_them(operator, filed):
    filed(NIGHT - timedelta(days=3))
    page = operator.get(MONTH).text
    assert "Бракує ночі 21→22" in page
    assert "/cabinet/SL-0001/nights/2026-11-21" in page
    assert "Подано 1, зачинено 0, бракує 2" in page


def test_the_quarter_stands_beside_with_its_sum_and_dates(operator, filed):
    filed(NIGHT - timedelta(days=1))
    page = operator.get(MONTH).text
    assert "432,35" in page
    assert "вт 9 лютого 2027" in page
    assert "пт 19 лютого 2027" in page
    assert "не перевірено юристом" in page


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "26-11", "2026-11-01", "9999-01"])
def test_an_address_that_is_no_month_is_no_page(operator, month):
    assert operator.get(f"/cabinet/SL-0001/months/{month}").status_code == 404


def test_every_month_of_a_year_can_be_opened(operator):
    for number in range(1, 13):
        assert operator.get(f"/cabinet/SL-0001/months/2026-{number:02}").status_code == 200


def closed(session, world):
    session.rollback()
    found = registry.closures(
        session, world.facilities["SL-0001"], NIGHT - timedelta(days=99), NIGHT + timedelta(days=99)
    )
    return [(each.date_from.day, each.date_to.day, each.reason) for each in found]


def test_a_period_is_closed_once_and_asks_for_no_figures(operator, session, world, filed):
    filed(NIGHT - timedelta(days=9))
    form = {"date_from": "2026-11-22", "date_to": "2026-11-26", "reason": "season"}
    assert post_form(operator, CLOSURES, form).status_code == 303
    assert closed(session, world) == [(22, 26, "season")]
    assert windows(operator.get(MONTH).text)[22] == "closed"
    tonight = operator.get("/cabinet/SL-0001/tonight")
    assert "На цю ніч заклад зачинено." in tonight.text
    page = "/cabinet/SL-0001/nights/2026-11-21"
    refused = send(operator, page, SLAVSKE, "/cabinet/SL-0001/nights/2026-11-22")
    assert refused.status_code == 422
    assert "спершу відкрийте ці ночі" in refused.text


def test_opening_again_holds_from_tonight_and_keeps_the_past_closed(operator, session, world):
    form = {"date_from": "2026-11-20", "date_to": "2026-11-30", "reason": "repair"}
    post_form(operator, CLOSURES, form)
    (row,) = registry.closures(session, world.facilities["SL-0001"], NIGHT, NIGHT)
    opened = post_form(operator, f"{CLOSURES}/{row.id}/open", {}, CLOSURES)
    assert opened.status_code == 303
    assert closed(session, world) == [(20, 22, "repair")]
    again = post_form(operator, f"{CLOSURES}/{row.id}/open", {}, CLOSURES)
    assert again.status_code == 409
    assert "уже відкрито" in again.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            {"date_from": "2026-11-30", "date_to": "2026-11-20", "reason": "season"},
            "раніше за першу",
        ),
        (
            {"date_from": "2026-11-01", "date_to": "2028-11-20", "reason": "season"},
            "не більше ніж 366",
        ),
        (
            {"date_from": "2026-11-31", "date_to": "2026-12-02", "reason": "season"},
            "у календарі немає",
        ),
        ({"date_from": "", "date_to": "завтра", "reason": "season"}, "не дата"),
        ({"date_from": "2026-11-24", "date_to": "2026-11-25", "reason": "lazy"}, "Оберіть причину"),
        (
            {"date_from": "2026-11-18", "date_to": "2026-11-25", "reason": "season"},
            "подано гостей: 7",
        ),
    ],
)
def test_a_period_that_cannot_be_is_refused_and_kept_as_typed(
    operator, session, world, filed, form, said
):
    filed(NIGHT - timedelta(days=4))
    answer = post_form(operator, CLOSURES, form)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{form["date_to"]}"' in answer.text
    assert closed(session, world) == []


def test_two_periods_do_not_overlap(operator, session, world):
    first = {"date_from": "2026-11-24", "date_to": "2026-11-28", "reason": "season"}
    post_form(operator, CLOSURES, first)
    answer = post_form(operator, CLOSURES, {**first, "date_from": "2026-11-28"})
    assert "Від 24 листопада 2026 до 28 листопада 2026 уже зачинено" in answer.text
    assert len(closed(session, world)) == 1
