"""Threat 3: a competitor files for another hotel, reports it falsely, or takes its account over."""

from __future__ import annotations

from datetime import date

import pytest

from occupancy.accounts.models import Person
from occupancy.citations import queries as citations
from occupancy.citations import services as papers
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.inspections import services as visits
from occupancy.inspections.commands import PlanVisit
from occupancy.web.guards import EVERYONE, doors
from tests.citations.visits import kyiv
from tests.support.apps import token_of

NIGHT = {"rooms_occupied": "2", "guests_domestic": "4", "guests_inbound": "0"}


@pytest.mark.parametrize("path", ["nights/2026-11-23", "nights/2026-11-22", "import", "closures"])
def test_only_members_file_for_a_hotel(client, everything, path):
    competitor = client("operator2")
    token = token_of(competitor, "/cabinet/LV-0002/nights/2026-11-23")
    before = everything()
    form = {
        **NIGHT,
        "csrf_token": token,
        "date_from": "2026-12-01",
        "date_to": "2026-12-02",
        "reason": "season",
        "table": "date,rooms_occupied,guests_domestic,guests_inbound\n2026-11-20,3,6,1\n",
        "file_it": "1",
    }
    assert competitor.post(f"/cabinet/SL-0001/{path}", data=form).status_code == 404
    assert everything() == before


def test_a_complaint_becomes_no_paper_without_a_visit(session, walk, world):
    command = PlanVisit(
        world.facilities["SL-0001"], date(2026, 11, 23), world.people["inspector"],
        world.people["inspector2"], "complaint", None, "119-р", date(2026, 11, 23),
    )  # fmt: skip
    with saving(session):
        visit = visits.plan_visit(session, command, actor_id=world.people["chief"], now=kyiv(10))

    def paper():
        with saving(session):
            return papers.issue(
                session, visit.id, "akt", actor_id=world.people["inspector"],
                public_url="https://nichlih.example", now=kyiv(20, 50),
            )  # fmt: skip

    with pytest.raises(Refusal):
        paper()
    walk.opened(visit)
    with pytest.raises(Refusal):
        paper()
    assert citations.of_visit(session, visit.id) is None
    walk.closed(visit)
    assert paper().visit_id == visit.id


def test_no_stranger_has_a_door_that_gives_an_account_back(portal, field):
    public = {
        endpoint
        for app in (portal, field)
        for endpoint, roles in doors(app).items()
        if roles == EVERYONE
    }
    telling = ("reset", "recover", "forgot", "register", "invite")
    assert [each for each in public if any(word in each for word in telling)] == []


def test_no_account_hangs_on_an_address_for_mail():
    columns = set(Person.__table__.columns.keys())
    assert not {name for name in columns if "mail" in name or "phone" in name}
