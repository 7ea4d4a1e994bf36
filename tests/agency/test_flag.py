"""One signal: what it says, and what people decide."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.inspections import queries as inspections
from occupancy.inspections import services as visits
from occupancy.inspections.commands import CloseVisit, RecordCount, RecordSigning
from occupancy.inspections.queries import RightSoFar
from occupancy.scans import queries as scans
from tests.agency.conftest import OPENED
from tests.scans.region import LAST
from tests.support.apps import post_form

ORDER = {"night": OPENED.date().isoformat(), "order_no": "17/26", "order_date": "2026-11-24"}


@pytest.fixture
def read(database_url):
    """Give a function that reads the database beside the running portal."""
    engine = make_engine(database_url)

    def reading(question, *facts):
        with Session(engine) as session:
            return question(session, *facts)

    yield reading
    engine.dispose()


def test_a_signal_tells_reasons_weights_numbers_and_peers(visitor, region):
    page = visitor("agency").get(f"/agency/flags/{region.lviv_flag}").text
    assert "Чому виник сигнал" in page
    assert re.search(r"\d+ раз\w* порожньо між зайнятими ночами \(разом ночей: \d+\)", page)
    assert "Смуга — звичне для самого закладу" in page
    assert "разом з очікуваною розбіжністю" in page
    assert "із 60 останніх, які переглянуто" in page
    assert "100\xa0%" in page
    assert "11 закладів подали цю ніч" in page
    assert 'role="img"' in page
    assert "Прогін 1" in page


def test_the_numbers_of_the_chart_stand_beside_it_as_a_table(visitor, region):
    page = visitor("agency").get(f"/agency/flags/{region.lviv_flag}").text
    table = page.split("Ночі сигналу")[2]
    assert table.count('<th scope="row"') >= 30
    asked = LAST - timedelta(days=4)
    moved = visitor("agency").get(f"/agency/flags/{region.lviv_flag}?night={asked}").text
    assert f"Подібні заклади, ніч {asked.day} листопада" in moved
    nonsense = visitor("agency").get(f"/agency/flags/{region.lviv_flag}?night=nonsense")
    assert nonsense.status_code == 200


def test_no_word_accuses(visitor, region):
    browser = visitor("chief")
    for path in ("/agency/", f"/agency/flags/{region.lviv_flag}", "/agency/closed"):
        page = browser.get(path).text.casefold()
        for word in ("шахра", "порушник", "підозр", "аномал", "ризиков", "прихова", "обман"):
            assert word not in page, f"{word} on {path}"


def test_asking_reaches_the_facility_once(visitor, region, read):
    browser = visitor("agency")
    path = f"/agency/flags/{region.lviv_flag}"
    assert post_form(browser, path + "/ask", {}, path).status_code == 303
    facility = region.facilities["LG-0003"]
    assert len(read(scans.questions_for, facility)) == 1
    page = browser.get(path).text
    assert "Заклад бачить запитання у своїй скриньці" in page
    assert "Заклад запитано" in page
    post_form(browser, path + "/ask", {}, f"/agency/flags/{region.slavske_flag}")
    assert "Заклад уже бачить це запитання" in browser.get(path).text


def test_closing_asks_for_words_and_keeps_what_was_typed(visitor, region, read):
    browser = visitor("agency")
    path = f"/agency/flags/{region.lviv_flag}/close"
    refused = post_form(browser, path, {"note": "бо так"})
    assert refused.status_code == 422
    assert "Поясніть, чому сигнал можна закрити" in refused.text
    assert ">бо так</textarea>" in refused.text
    assert post_form(browser, path, {"note": "Ремонт водогону, є акт."}).status_code == 303
    closed = read(scans.flag, region.lviv_flag)
    assert (closed.is_open, closed.closed_note) == (False, "Ремонт водогону, є акт.")
    assert browser.get(path).status_code == 303, "a closed signal is not closed again"


def test_the_chief_plans_a_visit_and_the_facility_learns_nothing(visitor, region, world, read):
    browser = visitor("chief")
    path = f"/agency/flags/{region.lviv_flag}/visit"
    form = {**ORDER, "inspector_id": str(world.people["inspector"])}
    assert post_form(browser, path, form).status_code == 303
    (visit,) = read(inspections.of_flag, region.lviv_flag)
    assert (visit.night, visit.origin, visit.order_no) == (OPENED.date(), "signal", "17/26")
    assert read(scans.flag, region.lviv_flag).decision == "visit"
    assert read(scans.questions_for, region.facilities["LG-0003"]) == []
    page = browser.get(f"/agency/flags/{region.lviv_flag}").text
    assert "обстеження в плані" in page
    assert "заплановано" in page


@pytest.mark.parametrize(
    ("guests", "outcome", "state", "words"),
    [
        (12, "difference", "confirmed", "обстеження побачило більше"),
        (0, "no_difference", None, "обстеження побачило не більше, ніж заявлено"),
        (None, "not_examined", "tried", "оглянути не вдалося"),
    ],
)
def test_what_a_visit_saw_confirms_its_signal_or_closes_it(
    visitor, region, world, read, guests, outcome, state, words
):
    browser = visitor("chief")
    form = {**ORDER, "inspector_id": str(world.people["inspector"])}
    post_form(browser, f"/agency/flags/{region.lviv_flag}/visit", form)
    (visit,) = read(inspections.of_flag, region.lviv_flag)
    at = OPENED.replace(hour=18)

    def visited(session):
        actor = world.people["inspector"]
        with saving(session):
            visits.open_visit(session, visit.id, actor_id=actor, now=at)
            if guests is not None:
                count = RecordCount((guests + 1) // 2, guests, ("windows",), at, at)
                signed = RecordSigning("signed", None)
                visits.record_count(session, visit.id, count, actor_id=actor, now=at)
                visits.record_signing(session, visit.id, signed, actor_id=actor, now=at)
            ended = CloseVisit(outcome, reason="shut" if guests is None else None)
            visits.close_visit(session, visit.id, ended, actor_id=actor, now=at)

    read(visited)
    flag = read(scans.flag, region.lviv_flag)
    assert flag.is_open == (state is not None)
    assert words in browser.get(f"/agency/flags/{flag.id}").text
    if state:
        assert "LG-0003" in browser.get(f"/agency/?state={state}").text
    else:
        assert (flag.closed_code, flag.closed_by) == ("visit_fits", world.people["inspector"])
    assert "LG-0003" not in browser.get("/agency/?state=visit").text
    assert (
        read(inspections.right_so_far, flag.seen.reasons[0].code)
        == {
            "confirmed": RightSoFar(1, 1),
            "tried": RightSoFar(0, 0),
            None: RightSoFar(0, 1),
        }[state]
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"inspector_id": ""}, "inspector_id"),
        ({"inspector_id": "abc"}, "inspector_id"),
        ({"inspector_id": "99999999999999999999"}, "inspector_id"),
        ({"night": "учора"}, "night"),
        ({"night": "2026-11-20"}, "night"),
        ({"night": "2027-11-20"}, "night"),
        ({"order_no": "  "}, "order_no"),
        ({"order_no": "9" * 81}, "order_no"),
        ({"order_date": "2026-13-01"}, "order_date"),
        ({"order_date": "2026-12-24"}, "order_date"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(
    visitor, region, world, read, wrong, field
):
    browser = visitor("chief")
    path = f"/agency/flags/{region.lviv_flag}/visit"
    form = {**ORDER, "inspector_id": str(world.people["inspector"]), **wrong}
    refused = post_form(browser, path, form)
    assert refused.status_code == 422
    assert f'id="{field}-e"' in refused.text
    assert f'href="#{field}"' in refused.text
    assert read(inspections.of_flag, region.lviv_flag) == []
    assert read(scans.flag, region.lviv_flag).decision is None


def test_two_visits_of_a_night_are_one_too_many(visitor, region, world, read):
    browser = visitor("chief")
    path = f"/agency/flags/{region.lviv_flag}/visit"
    form = {**ORDER, "inspector_id": str(world.people["inspector"])}
    post_form(browser, path, form)
    assert post_form(browser, path, form).status_code == 409
    assert len(read(inspections.of_flag, region.lviv_flag)) == 1


def test_the_page_asks_a_steady_number_of_questions(visitor, region, room):
    from sqlalchemy import event

    from occupancy.web.db import db

    browser = visitor("agency")
    asked = []
    with room.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    browser.get(f"/agency/flags/{region.lviv_flag}")
    assert len(asked) <= 40, asked
