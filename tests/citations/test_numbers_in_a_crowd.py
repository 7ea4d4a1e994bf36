"""Many inspectors finish at the same moment: numbers have no gap and no double."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from occupancy.citations import services
from occupancy.citations.models import Citation
from occupancy.database import make_engine, saving
from occupancy.errors import Busy
from occupancy.registry.models import Capacity, Facility
from tests.citations.visits import Walk, kyiv
from tests.support.world import BEGAN, LVIV, SINCE, make_world

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
VISITS, THREADS = (400, 16) if FULL else (24, 8)


@pytest.fixture
def crowd(database_url):
    """Give the numbers of many closed visits in one community, and a way to issue their papers."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        world = make_world(session)
        with saving(session):
            services.seed_document_types(session, now=BEGAN)
            for number in range(VISITS):
                place = Facility(
                    code=f"LV-9{number:03d}",
                    operator_id=world.operators[0],
                    community_katottg=LVIV,
                    kind="hotel",
                    name="Готель «Один із багатьох»",
                    address="вул. Вигадана, 9",
                )
                session.add(place)
                session.flush()
                session.add(Capacity(facility_id=place.id, valid_from=SINCE, rooms=9, places=20))
                world.facilities[place.code] = place.id
        walk = Walk(session, world)
        visits = [
            walk.closed(walk.opened(walk.planned(f"LV-9{number:03d}"))).id
            for number in range(VISITS)
        ]

    def issue(visit_id: str, *, fail: bool = False) -> int | None:
        while True:
            try:
                with Session(engine) as session, saving(session):
                    paper = services.issue(
                        session,
                        visit_id,
                        "akt",
                        actor_id=world.people["inspector"],
                        now=kyiv(21),
                        public_url="https://nichlih.example",
                    )
                    if fail:
                        raise KeyError("the tablet's battery is empty")
                    return paper.number
            except KeyError:
                return None
            except Busy:
                continue

    yield engine, visits, issue
    engine.dispose()


def test_numbers_are_without_gap_or_double(crowd):
    engine, visits, issue = crowd
    # Every visit is sent twice, and every third one fails once after its number was given.
    with ThreadPoolExecutor(THREADS) as pool:
        failed = [pool.submit(issue, each, fail=True) for each in visits[::3]]
        sent = [pool.submit(issue, each) for each in visits + visits[::-1]]
        numbers = [each.result() for each in sent]
        assert {each.result() for each in failed} == {None}
    assert sorted(numbers) == sorted([*range(1, VISITS + 1)] * 2)
    with Session(engine) as session:
        kept = session.scalars(select(Citation).order_by(Citation.number)).all()
        assert [each.number for each in kept] == list(range(1, VISITS + 1))
        assert len({each.visit_id for each in kept}) == len({each.code for each in kept}) == VISITS
        # The log knows them in the same order: the counter is held until the paper is kept.
        assert [each.audit_seq for each in kept] == sorted(each.audit_seq for each in kept)
