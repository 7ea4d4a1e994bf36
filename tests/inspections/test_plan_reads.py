"""Who read the plan of a visit is an entry of the log: once a person, visit and day (threat 2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.audit import queries as audit
from occupancy.database import make_engine, saving
from occupancy.inspections import queries, services
from tests.citations.visits import Walk, kyiv


@pytest.fixture
def visit(session, world):
    return Walk(session, world).planned()


def look(session, visit, who, at):
    with saving(session):
        services.note_plan_reads(session, [visit], actor_id=who, now=at)


def entries(session, visit):
    told = audit.history(session, f"visit:{visit.id}")
    return [each.body["actor"] for each in told if each.kind == "plan_read"]


def test_the_first_look_of_a_day_is_an_entry_and_the_next_ones_are_not(session, world, visit):
    inspector, chief = world.people["inspector"], world.people["chief"]
    for at in (kyiv(9), kyiv(9, 1), kyiv(18)):
        look(session, visit, inspector, at)
    look(session, visit, chief, kyiv(10))
    look(session, visit, chief, kyiv(10) + timedelta(days=1))
    assert entries(session, visit) == [f"person:{each}" for each in (inspector, chief, chief)]
    reads = queries.plan_reads(session, visit.id)
    assert [(each.person_id, each.day) for each in reads] == [
        (chief, date(2026, 11, 24)),
        (chief, date(2026, 11, 23)),
        (inspector, date(2026, 11, 23)),
    ]


def test_a_day_begins_at_midnight_in_kyiv(session, world, visit):
    inspector = world.people["inspector"]
    look(session, visit, inspector, kyiv(23, 59))
    look(session, visit, inspector, kyiv(23, 59) + timedelta(minutes=2))
    assert len(entries(session, visit)) == 2


def test_many_pages_opened_at_once_leave_one_entry(database_url, session, world, visit):
    def open_page(_):
        engine = make_engine(database_url)
        with Session(engine) as own:
            look(own, visit, world.people["inspector"], kyiv(9))
        engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(open_page, range(8)))
    session.rollback()
    assert len(entries(session, visit)) == 1


def test_plans_are_secret_until_they_are_opened_or_their_night_is_over(session, world, visit):
    assert [each.id for each in queries.secret_plans(session, visit.night)] == [visit.id]
    assert queries.secret_plans(session, visit.night + timedelta(days=1)) == []
    Walk(session, world).opened(visit)
    assert queries.secret_plans(session, visit.night) == []
