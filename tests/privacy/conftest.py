"""A finished visit, its voided paper, an explained correction: everybody has said something."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.citations import services as citations
from occupancy.database import saving
from occupancy.filings.commands import FileNight
from occupancy.filings.services import file_night
from occupancy.inspections import services as inspections
from tests.citations.visits import Walk, kyiv
from tests.support.world import World, make_world

#: When all of it was said; later moments are counted from here.
SAID = datetime(2026, 11, 23, 20, 31, 8, tzinfo=UTC)
YEARS_LATER = SAID + timedelta(days=1096)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def words(session: Session, world: World) -> dict[str, str]:
    """Let four people use every field of free text there is, and return what they wrote."""
    said = {
        "reason": "двоє приїхали потягом опівночі",
        "statement": "Внести не встигли.",
        "void_reason": "не той заклад у шапці",
        "cancelled_reason": "захворів водій",
    }
    walk = Walk(session, world)
    people, place = world.people, world.facilities["SL-0001"]
    for guests, reason in ((2, None), (4, said["reason"])):
        night = FileNight(place, walk.night, 2, guests, 0, {}, reason=reason)
        with saving(session):
            file_night(
                session,
                night,
                source="cabinet",
                author_id=people["operator"],
                now=kyiv(20) + timedelta(days=1 if reason else 0),
            )
    visit = walk.closed()
    with saving(session):
        paper = citations.issue(
            session,
            visit.id,
            "akt",
            actor_id=people["inspector"],
            public_url="https://nichlih.example",
            now=kyiv(20, 31, 8),
        )
    with saving(session):
        citations.void(
            session, paper.id, reason=said["void_reason"], actor_id=people["chief"], now=kyiv(22)
        )
    planned = walk.planned("LV-0001")
    with saving(session):
        inspections.cancel_visit(
            session,
            planned.id,
            reason=said["cancelled_reason"],
            actor_id=people["chief"],
            now=kyiv(11),
        )
    return said
