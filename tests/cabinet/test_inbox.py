"""Why we ask: the operator sees the reasons and numbers of the agency, and the way out."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts.commands import GrantRole
from occupancy.accounts.roles import Role
from occupancy.accounts.services import grant
from occupancy.database import make_engine, saving
from occupancy.scans import queries
from occupancy.scans.models import Assessment
from occupancy.scans.services import ask, run_scan
from occupancy.web import formats
from tests.scans.region import LAST, NOW, make_region, some_nights_empty


@pytest.fixture
def asked(database_url, world, at):
    """Give the code and the signal of a house that was asked about its empty nights."""
    at(NOW + timedelta(hours=30))
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        ids = make_region(session, count=12, nights=70, habit=some_nights_empty({3}), prefix="LG")
        run_scan(session, first=LAST - timedelta(days=59), last=LAST, now=NOW)
        (flag,) = queries.open_flags(session)
        grant(
            session,
            GrantRole(
                world.people["operator"],
                Role.OPERATOR,
                valid_from=LAST - timedelta(days=99),
                facility_id=ids[3],
            ),
            actor="system",
            now=NOW,
        )
    yield engine, flag
    engine.dispose()


def put_the_question(engine, flag, world):
    with Session(engine) as session, saving(session):
        ask(session, flag.id, actor_id=world.people["agency"], now=clock.now())


def test_a_signal_is_no_question_before_somebody_asks_it(asked, operator):
    _engine, flag = asked
    assert "/inbox" not in operator.get("/cabinet/LG-0003/tonight").text
    assert operator.get(f"/cabinet/LG-0003/questions/{flag.id}").status_code == 404


def test_a_question_shows_the_reasons_the_chart_and_the_way_out(asked, operator, world):
    engine, flag = asked
    put_the_question(engine, flag, world)
    assert "/cabinet/LG-0003/inbox" in operator.get("/cabinet/LG-0003/tonight").text
    inbox = operator.get("/cabinet/LG-0003/inbox").text
    assert f"/cabinet/LG-0003/questions/{flag.id}" in inbox
    page = operator.get(f"/cabinet/LG-0003/questions/{flag.id}").text
    assert "Це запитання, а не звинувачення" in page
    assert "n-chart" in page
    assert "ви подали" in page
    assert 'class="c-b80"' in page
    assert "звичне: 8 ночей із 10" in page
    assert "За 70 ночей ви подали ночівель" in page
    telling = {night for reason in flag.seen.reasons for night in reason.nights}
    assert any(f"/nights/{night}" in page for night in telling)
    for word in ("порушник", "шахрай", "підозр", "аномал"):
        assert word not in page.lower()


def test_a_question_of_older_nights_is_told_by_a_night_that_has_a_band(asked, operator, world):
    engine, flag = asked
    put_the_question(engine, flag, world)
    old = (LAST - timedelta(days=400)).isoformat()
    with Session(engine) as session, saving(session):
        said = session.get_one(Assessment, (flag.latest_run, flag.facility_id))
        said.reasons = [{**each, "nights": [old]} for each in said.reasons]
    with Session(engine) as session:
        bands = queries.bands(session, flag.facility_id, LAST - timedelta(days=29), LAST)
    most = max(bands.values(), key=lambda band: (band.hidden, band.night))
    page = operator.get(f"/cabinet/LG-0003/questions/{flag.id}").text
    assert 'class="c-b80"' in page
    assert f"За ніч {formats.day_and_month(most.night, 'uk')} подано гостей" in page


def test_the_month_marks_the_nights_that_are_asked_about(asked, operator, world):
    engine, flag = asked
    put_the_question(engine, flag, world)
    night = max(night for reason in flag.seen.reasons for night in reason.nights)
    page = operator.get(f"/cabinet/LG-0003/months/{night:%Y-%m}").text
    assert "n-win-ask" in page.split('<ol class="n-facade')[1].split("</ol>")[0]


def test_a_question_is_found_only_in_its_own_house(asked, operator, world):
    engine, flag = asked
    put_the_question(engine, flag, world)
    assert operator.get(f"/cabinet/SL-0001/questions/{flag.id}").status_code == 404


def test_the_question_says_what_was_compared_and_what_it_may_have_been(asked, operator, world):
    engine, flag = asked
    put_the_question(engine, flag, world)
    honest = {"code": "HONEST_CLOSURE", "weight": 0.3, "p": None, "numbers": {}, "nights": []}
    with Session(engine) as session, saving(session):
        said = session.get_one(Assessment, (flag.latest_run, flag.facility_id))
        said.reasons = [*said.reasons, honest]
    page = operator.get(f"/cabinet/LG-0003/questions/{flag.id}").text
    surprising, rest = page.split("Що це могло бути насправді")
    assert "Ремонт або перерва" not in surprising
    assert "Ремонт або перерва" in rest
    assert "70 ваших поданих ночей" in rest
    assert "11 подібних закладів" in rest
    assert "Обстеження в ніч" not in page, "what a visit would settle is not for the facility"
