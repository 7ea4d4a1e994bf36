"""Who may be sent where, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from occupancy.accounts.commands import GrantRole
from occupancy.accounts.models import Membership
from occupancy.accounts.roles import Role
from occupancy.accounts.services import grant
from occupancy.audit import queries as audit
from occupancy.database import saving
from occupancy.errors import NotYours, Refusals
from occupancy.inspections import queries, services
from occupancy.inspections.models import Visit
from occupancy.inspections.rules import AlreadyPlanned
from occupancy.inspections.rules import refusals as no
from tests.inspections.conftest import NIGHT, kyiv
from tests.support.world import LVIV


def codes_of(caught) -> set[tuple[str, str | None]]:
    return {(each.code, each.field) for each in caught.value.refusals}


def bind(session, person_id, role, community):
    """Let a person hold ``role`` in one community only."""
    with saving(session):
        for each in session.scalars(select(Membership).where(Membership.person_id == person_id)):
            each.valid_to = date(2026, 1, 1)
        grant(
            session,
            GrantRole(person_id, role, valid_from=date(2026, 1, 2), community=community),
            actor="system",
            now=kyiv(9),
        )


def test_a_planned_visit_is_an_entry_of_the_log(session, plan):
    visit = plan()
    assert (visit.state, visit.night, visit.order_no) == ("planned", NIGHT, "118-р")
    entry = audit.history(session, f"visit:{visit.id}")[0]
    assert entry.kind == "visit_planned"
    assert entry.body["facts"]["facility"] == "SL-0001"


def test_inspectors_see_their_visits_and_no_others(session, world, plan):
    visit = plan()
    people = world.people
    assert [each.id for each in queries.visits_of(session, people["inspector"], NIGHT)] == [
        visit.id
    ]
    assert queries.visits_of(session, people["inspector2"], NIGHT) == []
    assert queries.visits_of(session, people["inspector"], NIGHT + timedelta(days=1)) == []


def test_a_facility_has_one_visit_a_night(plan, world):
    plan()
    with pytest.raises(AlreadyPlanned):
        plan(inspector_id=world.people["inspector2"])
    plan(facility_id=world.facilities["LV-0001"])
    plan(night=NIGHT + timedelta(days=1))


def test_the_database_holds_to_one_visit_a_night_too(session, plan, world):
    visit = plan()
    with pytest.raises(AlreadyPlanned), saving(session):
        record = session.get(Visit, visit.id)
        values = {c.name: getattr(record, c.name) for c in Visit.__table__.columns}
        session.add(Visit(**values | {"id": "00000000-0000-4000-8000-000000000000"}))


def test_a_cancelled_visit_makes_room_for_another(session, world, plan):
    visit = plan()
    with saving(session):
        services.cancel_visit(
            session, visit.id, reason="хвороба", actor_id=world.people["chief"], now=kyiv(11)
        )
    assert queries.visits_of(session, world.people["inspector"], NIGHT) == []
    plan(inspector_id=world.people["inspector2"])


def test_an_opened_visit_is_not_cancelled(session, world, plan, open_it):
    visit = open_it(plan())
    with pytest.raises(no.AlreadyOpened), saving(session):
        services.cancel_visit(
            session, visit.id, reason="пізно", actor_id=world.people["chief"], now=kyiv(19)
        )


@pytest.mark.parametrize("login", ["inspector", "officer", "agency", "operator", "admin"])
def test_only_a_chief_plans(session, world, order, login):
    with pytest.raises(NotYours), saving(session):
        services.plan_visit(session, order(), actor_id=world.people[login], now=kyiv(10))


def test_a_chief_plans_only_in_the_own_community(session, world, order, plan):
    bind(session, world.people["chief"], Role.CHIEF, LVIV)
    with pytest.raises(NotYours):
        plan()
    assert plan(facility_id=world.facilities["LV-0001"]).state == "planned"


def test_an_inspector_goes_only_where_the_role_is_held(session, world, plan):
    bind(session, world.people["inspector"], Role.INSPECTOR, LVIV)
    with pytest.raises(no.NotAnInspectorHere):
        plan()
    with pytest.raises(no.NotAnInspectorHere):
        plan(inspector_id=world.people["officer"], facility_id=world.facilities["LV-0001"])


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"night": NIGHT - timedelta(days=2)}, "inspection.night_over", "night"),
        ({"night": NIGHT + timedelta(days=90)}, "inspection.night_too_far", "night"),
        ({"origin": "grudge"}, "inspection.unknown_choice", "origin"),
        ({"order_no": "  "}, "inspection.order_needed", "order_no"),
        ({"order_date": date(2026, 11, 30)}, "inspection.order_later_than_visit", "order_date"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(session, plan, changed, code, field):
    with pytest.raises(Refusals) as caught:
        plan(**changed)
    assert (code, field) in codes_of(caught)
    assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_two_inspectors_are_two_people(world, plan, order):
    with pytest.raises(Refusals):
        plan(second_inspector_id=world.people["inspector"])
    visit = plan(second_inspector_id=world.people["inspector2"])
    assert visit.inspectors == (world.people["inspector"], world.people["inspector2"])


def test_yesterdays_night_can_still_be_seen_before_noon(session, world, order):
    early = replace(order(), night=NIGHT - timedelta(days=1))
    with saving(session):
        visit = services.plan_visit(session, early, actor_id=world.people["chief"], now=kyiv(10))
    assert visit.night == date(2026, 11, 22)
    with pytest.raises(Refusals), saving(session):
        services.plan_visit(
            session,
            replace(early, facility_id=world.facilities["LV-0001"]),
            actor_id=world.people["chief"],
            now=kyiv(12),
        )


def test_a_signal_must_be_one_of_this_facility(plan):
    with pytest.raises(no.FlagOfAnother):
        plan(origin="signal", flag_id=4711)
