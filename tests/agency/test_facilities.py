"""The register and the page of a facility."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.filings.models import FilingRevision
from occupancy.registry.models import Closure
from tests.scans.region import LAST, NOW, figure


@pytest.fixture
def changed(database_url, region):
    """Let LG-0001 miss two nights, be closed for one, and correct one."""
    place = region.facilities["LG-0001"]
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        for ago in (3, 4, 9):
            session.execute(
                delete(FilingRevision).where(
                    FilingRevision.facility_id == place,
                    FilingRevision.night == LAST - timedelta(days=ago),
                )
            )
        shut = LAST - timedelta(days=9)
        session.add(
            Closure(
                facility_id=place, date_from=shut, date_to=shut, reason="repair", declared_at=NOW
            )
        )
        session.execute(
            insert(FilingRevision),
            [figure(place, LAST, 41, number=2, reason="описка")],
        )
    engine.dispose()


def test_the_register_is_searched_by_every_word(visitor):
    browser = visitor("agency")
    assert "LG-0005" in browser.get("/agency/facilities?q=готель+lg-0005").text
    page = browser.get("/agency/facilities?q=чуже").text
    assert "LV-0002" in page
    assert "LG-0005" not in page
    assert "Нічого не знайдено" in browser.get("/agency/facilities?q=такого+немає").text
    assert browser.get("/agency/facilities?page=999").status_code == 200
    assert browser.get("/agency/facilities?page=-1").status_code == 200


def test_a_page_tells_gaps_closures_and_corrections_apart(visitor, changed):
    page = visitor("agency").get("/agency/facilities/LG-0001").text
    assert "18 листопада – 19 листопада 2026" in page, "the two nights that were not filed"
    assert "зч" in page
    assert "було до виправлення" in page
    assert "було " in page
    assert "Обстежень не було." in page


@pytest.mark.parametrize(
    ("query", "charts"),
    [("", 1), ("?nights=90", 3), ("?month=2026-10", 1), ("?month=2026-99", 1), ("?nights=x", 1)],
)
def test_a_chart_holds_a_month_or_thirty_nights(visitor, query, charts):
    page = visitor("agency").get(f"/agency/facilities/LG-0001{query}").text
    assert page.count("Гостей за ніч: заявлено і правдоподібний діапазон</title>") == charts


def test_a_month_ahead_has_no_chart(visitor):
    page = visitor("agency").get("/agency/facilities/LG-0001?month=2027-03").text
    assert "Цей місяць ще попереду." in page


def test_a_facility_shows_its_signals(visitor, region):
    page = visitor("agency").get("/agency/facilities/LG-0003").text
    assert f'href="/agency/flags/{region.lviv_flag}"' in page
    assert (
        "Сигналів про заклад не було." in visitor("agency").get("/agency/facilities/LG-0001").text
    )


def test_the_expected_gap_is_drawn_only_while_a_signal_asks(visitor):
    browser = visitor("agency")
    asked = browser.get("/agency/facilities/LG-0003").text
    left_alone = browser.get("/agency/facilities/LG-0001").text
    for page, drawn in ((asked, True), (left_alone, False)):
        assert 'class="c-b80"' in page
        assert 'class="c-b95"' in page
        for words in ('class="c-gap"', "Очікувана розбіжність</th>", "риска над стовпцем"):
            assert (words in page) == drawn, words


def test_nights_that_no_run_looked_at_say_that_they_have_no_band(visitor):
    page = visitor("agency").get("/agency/facilities/LG-0003?month=2026-08").text
    assert "Для цих ночей смуги немає" in page
    assert "c-b80" not in page.split("Для цих ночей")[0]


def test_a_run_shows_its_three_digests_and_parameters(visitor):
    browser = visitor("agency")
    page = browser.get("/agency/runs/1").text
    assert "Код детектора" in page
    assert "flags.q_open" in page
    parameters = page.split("Що задає")[1]
    assert "Найбільше q, щоб відкрити сигнал" in parameters
    assert '">0,1</td>' in parameters
    assert '"row" class="fw-normal">—' not in parameters, "every parameter has words"
    assert "/agency/runs/1" in browser.get("/agency/runs").text


def test_english_pages_keep_ukrainian_names_marked(visitor, database_url, world):
    from occupancy.accounts.models import Person

    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        session.get_one(Person, world.people["agency"]).language = "en"
    engine.dispose()
    page = visitor("agency").get("/agency/facilities").text
    assert '<html lang="en"' in page
    assert "Register of facilities" in page
    assert '<span lang="uk">Готель' in page
