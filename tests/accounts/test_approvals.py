"""Deeds that take two: roles, phones and passwords of officials (threats 2 and 3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.accounts import queries, services
from occupancy.accounts.commands import GrantRole, NewPerson
from occupancy.accounts.models import Approval, Person
from occupancy.accounts.roles import Role
from occupancy.accounts.rules import (
    AlreadyAsked,
    AlreadyDecided,
    AskExpired,
    NotForYourself,
    RoleEndsBeforeItBegins,
    RoleNeedsPlace,
    SecondPersonNeeded,
)
from occupancy.accounts.rules.approvals import PASSWORD, PHONE, STANDS
from occupancy.accounts.services import Passwords
from occupancy.audit import queries as audit
from occupancy.database import make_engine, saving
from occupancy.errors import NotYours, Refusal
from tests.support.world import LVIV

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORDS = Passwords(64, 1)


@pytest.fixture
def second(session, world):
    """Give the number of a second administrator, appointed by the command line."""
    with saving(session):
        person = services.create_person(
            session, NewPerson("second", "Друга", "a long enough password"), passwords=PASSWORDS
        )
        services.grant(session, GrantRole(person, Role.ADMIN, TODAY), actor="system", now=NOW)
    return person


@pytest.fixture
def ask(session, world):
    """Give ``ask(**facts)``: the administrator asks for a role for the officer."""

    def make(role=Role.AGENCY, person="officer", asker="admin", now=NOW, **facts):
        wanted = GrantRole(world.people.get(person, person), role, TODAY, **facts)
        with saving(session):
            return services.ask_role(session, wanted, actor_id=world.people[asker], now=now)

    return make


@pytest.fixture
def answer(session, world):
    """Give ``answer(question, who)``."""

    def make(row, who, confirmed=True, now=NOW):
        with saving(session):
            return services.answer(
                session,
                row.id,
                confirmed=confirmed,
                passwords=PASSWORDS,
                actor_id=world.people.get(who, who),
                now=now,
            )

    return make


def kinds(session, subject):
    return [each.kind for each in audit.history(session, subject)][1:]  # after the world's grant


def test_nothing_is_granted_until_a_second_person_confirms(session, world, second, ask, answer):
    officer = world.people["officer"]
    asked = ask(valid_to=date(2026, 12, 31))
    assert not queries.actor(session, officer, TODAY).has(Role.AGENCY)
    assert [each.id for each in queries.waiting(session, NOW)] == [asked.id]
    answer(asked, second)
    held = queries.memberships(session, officer)[0]
    assert (held.role, held.valid_to) == (Role.AGENCY, date(2026, 12, 31))
    assert kinds(session, f"person:{officer}") == [
        "approval_asked",
        "approval_confirmed",
        "role_granted",
    ]
    granted = audit.history(session, f"person:{officer}")[-1].body
    assert granted["actor"] == f"person:{second}"
    assert granted["facts"]["asked_by"] == f"person:{world.people['admin']}"


def test_a_chief_may_be_the_second_person(session, world, ask, answer):
    answer(ask(), "chief")
    assert queries.actor(session, world.people["officer"], TODAY).has(Role.AGENCY)


def test_nobody_confirms_what_they_asked_for(session, world, ask, answer):
    asked = ask()
    with pytest.raises(SecondPersonNeeded):
        answer(asked, "admin")
    assert not queries.actor(session, world.people["officer"], TODAY).has(Role.AGENCY)


def test_nobody_confirms_a_role_for_themselves(ask, answer):
    with pytest.raises(NotForYourself):
        answer(ask(person="chief", role=Role.ADMIN), "chief")


@pytest.mark.parametrize("who", ["asked_by", "about_id"])
def test_the_database_wants_a_second_person_too(session, ask, who):
    asked = ask()
    with pytest.raises(Refusal) as told, saving(session):
        record = session.get(Approval, asked.id)
        record.outcome, record.decided_at = "confirmed", NOW
        record.decided_by = getattr(asked, who)
    assert isinstance(told.value, SecondPersonNeeded | NotForYourself)


@pytest.mark.parametrize("login", ["operator", "agency", "inspector", "officer"])
def test_for_everybody_else_the_question_does_not_exist(ask, answer, login):
    asked = ask(person="porter", role=Role.OFFICER, community=LVIV)
    for confirmed in (True, False):
        with pytest.raises(NotYours):
            answer(asked, login, confirmed)


def test_a_chief_of_one_community_confirms_nothing_for_the_whole_oblast(
    session, world, ask, answer
):
    with saving(session):
        person = services.create_person(
            session, NewPerson("local", "Місцева", "a long enough password"), passwords=PASSWORDS
        )
        grant = GrantRole(person, Role.CHIEF, TODAY, community=LVIV)
        services.grant(session, grant, actor="system", now=NOW)
    with pytest.raises(NotYours):
        answer(ask(), person)
    answer(ask(role=Role.OFFICER, community=LVIV, person="agency"), person)
    assert queries.actor(session, world.people["agency"], TODAY).has(Role.OFFICER)


def test_a_question_is_answered_once_and_in_time(second, ask, answer):
    asked = ask()
    with pytest.raises(AskExpired):
        answer(asked, second, now=NOW + STANDS)
    answer(asked, second, confirmed=False)
    with pytest.raises(AlreadyDecided):
        answer(asked, second)


def test_the_same_question_waits_once_and_can_be_asked_again_after(second, ask, answer):
    first = ask()
    with pytest.raises(AlreadyAsked):
        ask()
    answer(first, second, confirmed=False)
    again = ask()
    assert ask(now=NOW + STANDS + timedelta(seconds=1)).id > again.id


def test_who_asked_may_take_it_back_and_the_log_tells_both(session, world, ask, answer):
    assert answer(ask(), "admin", confirmed=False).row.outcome == "withdrawn"
    subject = f"person:{world.people['officer']}"
    assert kinds(session, subject) == ["approval_asked", "approval_withdrawn"]


def test_of_two_answers_at_once_one_counts(database_url, session, world, second, ask):
    asked = ask()
    deciders = [second, world.people["chief"]] * 4

    def confirm(who):
        engine = make_engine(database_url)
        try:
            with Session(engine) as own, saving(own):
                services.answer(
                    own, asked.id, confirmed=True, passwords=PASSWORDS, actor_id=who, now=NOW
                )
            return True
        except Refusal:
            return False
        finally:
            engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(confirm, deciders)) == 1
    session.rollback()
    held = queries.memberships(session, world.people["officer"])
    assert [each.role for each in held].count(Role.AGENCY) == 1


def test_a_role_that_cannot_be_is_not_even_asked_for(ask):
    with pytest.raises(RoleNeedsPlace):
        ask(Role.PORTER)
    with pytest.raises(RoleEndsBeforeItBegins):
        ask(valid_to=date(2026, 11, 22))


@pytest.mark.parametrize("deed", ["reset_phone", "reset_password"])
def test_one_administrator_alone_does_not_reset_the_way_in_of_an_official(session, world, deed):
    more = {} if deed == "reset_phone" else {"password": "x" * 12, "passwords": PASSWORDS}
    with pytest.raises(SecondPersonNeeded), saving(session):
        getattr(services, deed)(
            session, world.people["inspector"], actor="person:1", now=NOW, **more
        )


def test_two_people_reset_a_lost_phone_and_its_sessions_end(session, world, second, answer):
    inspector = world.people["inspector"]
    with saving(session):
        key = services.start_session(session, inspector, lasts=timedelta(hours=12), now=NOW)
        services.ask_reset(session, inspector, PHONE, actor_id=world.people["admin"], now=NOW)
    (asked,) = queries.waiting(session, NOW)
    answer(asked, second)
    assert queries.factor(session, inspector).secret is None
    assert not queries.session_stands(session, key, inspector, demo=True, now=NOW)
    assert kinds(session, f"person:{inspector}")[-1] == "phone_reset"


def test_two_people_give_an_official_a_first_password(session, world, second, answer):
    inspector = world.people["inspector"]
    with saving(session):
        services.ask_reset(session, inspector, PASSWORD, actor_id=world.people["admin"], now=NOW)
    (asked,) = queries.waiting(session, NOW)
    with pytest.raises(NotForYourself), saving(session):
        services.grant(session, GrantRole(inspector, Role.ADMIN, TODAY), actor="system", now=NOW)
        services.answer(
            session, asked.id, confirmed=True, passwords=PASSWORDS, actor_id=inspector, now=NOW
        )
    done = answer(asked, second)
    assert done.password is not None
    assert done.password not in repr(done)
    assert PASSWORDS.matches(session.get(Person, inspector).password_hash, done.password)
    assert queries.actor(session, inspector, TODAY).first_password


def test_a_business_gets_a_first_password_from_one_administrator(session, world):
    operator = world.people["operator"]
    with saving(session):
        services.reset_password(
            session, operator, "x7kd-9m2n-4p5q", passwords=PASSWORDS, actor="person:1", now=NOW
        )

    def enters(now):
        return services.person_by_password(
            session, PASSWORDS, login="operator", password="x7kd-9m2n-4p5q", demo=True, now=now
        )

    assert enters(NOW) == operator
    assert enters(NOW + timedelta(days=3)) is None, "a first password does not last"


def test_an_own_password_ends_every_session_and_the_first_one(session, world):
    operator = world.people["operator"]
    with saving(session):
        services.reset_password(
            session, operator, "x7kd-9m2n-4p5q", passwords=PASSWORDS, actor="person:1", now=NOW
        )
        key = services.start_session(session, operator, lasts=timedelta(hours=12), now=NOW)
    chosen = services.chosen_password(
        session, operator, old="x7kd-9m2n-4p5q", new="мальва вітряк сім", passwords=PASSWORDS
    )
    with saving(session):
        services.change_password(session, operator, chosen, now=NOW)
    assert not queries.session_stands(session, key, operator, demo=True, now=NOW)
    assert not queries.actor(session, operator, TODAY).first_password
    with pytest.raises(Refusal), saving(session):  # the same answer again: the old one is gone
        services.change_password(session, operator, chosen, now=NOW)
