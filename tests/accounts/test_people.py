"""People, rights by date, and their entries in the log."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from occupancy.accounts import queries, services
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import LastAdministrator, LoginTaken, NotForYourself, RoleNeedsPlace
from occupancy.accounts.services import Passwords
from occupancy.audit.models import AuditEntry
from occupancy.database import saving
from occupancy.demo import people as demo
from tests.support.world import make_world, settings_for

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def new(session, login="olena"):
    with saving(session):
        return services.create_person(
            session, NewPerson(login, "Олена", "a long enough password"), passwords=Passwords(64, 1)
        )


def give(session, person, role=Role.AGENCY, **facts):
    with saving(session):
        request = GrantRole(person, role, **{"valid_from": date(2026, 11, 1), **facts})
        return services.grant(session, request, actor="person:7", now=NOW)


def log(session):
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(entry.kind, entry.subject, json.loads(entry.body)) for entry in entries]


def test_a_login_is_taken_once_whatever_its_case(session):
    new(session, "Olena")
    with pytest.raises(LoginTaken):
        new(session, "oLENA ")


def test_a_password_is_nowhere_in_what_is_kept_or_shown(session):
    request = NewPerson("olena", "Олена", "a long enough password", totp_secret="JBSWY3DP")
    assert "password" not in repr(request).replace("password=", "")
    assert "JBSWY3DP" not in repr(request)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2026, 10, 31), False),  # the day before it begins
        (date(2026, 11, 1), True),  # its first day
        (date(2026, 11, 30), True),  # its last day
        (date(2026, 12, 1), False),  # the day after
    ],
)
def test_a_right_holds_on_its_days(session, on, holds):
    person = new(session)
    give(session, person, valid_to=date(2026, 11, 30))
    actor = queries.actor(session, person, on)
    assert actor is not None
    assert actor.has(Role.AGENCY) is holds


def test_giving_and_ending_a_right_are_entries_of_the_log(session):
    person = new(session)
    number = give(session, person)
    with saving(session):
        services.revoke(session, number, last_day=TODAY, actor="person:7", now=NOW)
    (given, subject, body), (ended, _, _) = log(session)
    assert (given, ended) == ("role_granted", "role_revoked")
    assert subject == f"person:{person}"
    assert body["actor"] == "person:7"
    assert body["facts"]["role"] == "agency"
    assert "Олена" not in json.dumps(body, ensure_ascii=False), "the log knows people by number"


def test_a_disabled_person_has_no_rights_and_each_one_ended_is_logged(session):
    person = new(session)
    give(session, person)
    give(session, person, Role.CHIEF)
    with saving(session):
        services.disable(session, person, today=TODAY, actor="person:7", now=NOW)
    assert queries.actor(session, person, TODAY) is None
    assert [kind for kind, _, _ in log(session)] == [
        "role_granted",
        "role_granted",
        "person_disabled",
        "role_revoked",
        "role_revoked",
    ]


def test_the_last_administrator_is_neither_shut_out_nor_loses_the_role(session):
    first, second = new(session, "first"), new(session, "second")
    number = give(session, first, Role.ADMIN)
    for deed in (
        lambda: services.disable(session, first, today=TODAY, actor="person:7", now=NOW),
        lambda: services.revoke(session, number, last_day=TODAY, actor="person:7", now=NOW),
    ):
        with pytest.raises(LastAdministrator), saving(session):
            deed()
    give(session, second, Role.ADMIN)
    with saving(session):
        services.disable(session, first, today=TODAY, actor=f"person:{second}", now=NOW)
    assert queries.holders(session, Role.ADMIN, TODAY) == [second]


def test_nobody_shuts_themselves_out(session):
    person = new(session)
    with pytest.raises(NotForYourself), saving(session):
        services.disable(session, person, today=TODAY, actor=f"person:{person}", now=NOW)


def test_a_role_of_a_business_needs_its_place(session):
    with pytest.raises(RoleNeedsPlace):
        give(session, new(session), Role.PORTER)


def test_the_ten_demo_accounts_reach_what_the_contract_says(session, tmp_path):
    world = make_world(session)
    settings = settings_for(str(session.get_bind().url), tmp_path)
    with saving(session):
        session.execute(_renamed(world))
    with saving(session):
        made = demo.create_people(
            session,
            settings,
            operators=world.operators,
            facilities=[world.facilities["LV-0001"]],
            communities=["UA46060250000025047"],
            now=NOW,
        )
    assert list(made) == [each.login for each in demo.PEOPLE]
    actors = {login: queries.actor(session, number, TODAY) for login, number in made.items()}
    place = {"operator_id": world.operators[0], "facility_id": world.facilities["SL-0001"]}
    assert actors["operator"].may(Role.OPERATOR, **place)
    assert not actors["operator2"].may(Role.OPERATOR, **place)
    assert not actors["porter"].may(Role.PORTER, **place)
    assert actors["porter"].may(Role.PORTER, facility_id=world.facilities["LV-0001"])
    assert actors["officer"].communities(Role.OFFICER) == {"UA46060250000025047"}
    assert actors["chief"].communities(Role.CHIEF) is None


def test_demo_accounts_are_made_once_and_their_phones_never_change(session, tmp_path):
    world = make_world(session)
    settings = settings_for(str(session.get_bind().url), tmp_path)
    with saving(session):
        session.execute(_renamed(world))
    places = {
        "operators": world.operators,
        "facilities": list(world.facilities.values()),
        "communities": ["UA46060250000025047"],
        "now": NOW,
    }
    with saving(session):
        first = demo.create_people(session, settings, **places)
    secret = queries.factor_by_login(session, "chief").secret
    with saving(session):
        assert demo.create_people(session, settings, **places) == first
    assert secret == demo.secret_of(settings, "chief")
    assert secret != demo.secret_of(settings, "inspector")


def _renamed(world):
    """Free the demo's logins: the world of the tests uses the same names."""
    from sqlalchemy import update

    from occupancy.accounts.models import Person

    return update(Person).values(login="world-" + Person.login)
