"""Passwords, counted tries, one-time codes and sessions, on both databases."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.accounts import queries, services
from occupancy.accounts.commands import NewPerson
from occupancy.accounts.models import SignInAttempt
from occupancy.accounts.rules import (
    CodeNotAccepted,
    PasswordTooLong,
    PasswordTooShort,
    TooManyTries,
    codes,
    throttle,
)
from occupancy.accounts.services import Passwords, tries
from occupancy.database import make_engine, saving

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SECRET = codes.derived_secret("tests", "somebody")
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def passwords():
    return Passwords(64, 1)


@pytest.fixture
def person(session, passwords):
    with saving(session):
        return services.create_person(
            session,
            NewPerson("Olena", "Олена", PASSWORD, totp_secret=SECRET),
            passwords=passwords,
        )


def guess(session, login="olena", address="192.0.2.1", at=NOW, second_factor=False):
    with saving(session):
        return tries.begin(
            session, login=login, address=address, second_factor=second_factor, now=at
        )


def ask(session, passwords, login="olena", password=PASSWORD, demo=False, now=NOW):
    return services.person_by_password(
        session, passwords, login=login, password=password, demo=demo, now=now
    )


def test_the_right_password_finds_the_person_however_the_login_is_written(
    session, passwords, person
):
    assert ask(session, passwords, " OLENA ") == person


def test_a_password_typed_with_composed_or_separate_letters_is_the_same(session, passwords):
    with saving(session):
        made = services.create_person(
            session, NewPerson("i", "І", "пароль із літерою ї"), passwords=passwords
        )
    assert ask(session, passwords, "i", "пароль із літерою ї") == made


@pytest.mark.parametrize(
    ("login", "password"),
    [("olena", "wrong password 12"), ("nobody", PASSWORD), ("olena", ""), ("", ""),
     ("olena", "x" * 100_000), ("ol\x00ena2", PASSWORD)],
)  # fmt: skip
def test_anything_else_finds_nobody(session, passwords, person, login, password):
    assert ask(session, passwords, login, password) is None


def test_an_unknown_login_costs_the_same_hash_as_a_known_one(
    session, passwords, person, monkeypatch
):
    seen = []

    class Watched:
        def verify(self, kept, typed):
            seen.append(kept[: kept.rindex("$", 0, kept.rindex("$"))])
            return False

    monkeypatch.setattr(passwords, "_hasher", Watched())
    ask(session, passwords, "olena", "wrong password 12")
    ask(session, passwords, "nobody", "wrong password 12")
    assert len(seen) == 2
    assert seen[0] == seen[1], "the same kind of hash at the same cost"


def test_a_disabled_person_does_not_get_in(session, passwords, person):
    with saving(session):
        services.disable(session, person, today=date(2026, 11, 23), actor="system", now=NOW)
    assert ask(session, passwords) is None


def test_a_made_up_person_gets_in_only_in_demo_mode(session, passwords):
    with saving(session):
        made = services.create_person(
            session, NewPerson("demo", "Д", PASSWORD, demo=True), passwords=passwords
        )
        key = services.start_session(session, made, lasts=timedelta(hours=1), now=NOW)
    assert ask(session, passwords, "demo", demo=True) == made
    assert ask(session, passwords, "demo", demo=False) is None
    assert queries.session_stands(session, key, made, demo=True, now=NOW)
    assert not queries.session_stands(session, key, made, demo=False, now=NOW)


def test_passwords_that_are_too_short_or_endless_are_not_kept(passwords):
    with pytest.raises(PasswordTooShort):
        passwords.hash("elevenchars")
    with pytest.raises(PasswordTooLong):
        passwords.hash("x" * 257)


def test_guessing_one_login_from_one_address_is_slowed_down(session):
    for _ in range(throttle.PER_LOGIN_AND_ADDRESS):
        guess(session)
    with pytest.raises(TooManyTries) as caught:
        guess(session, at=NOW + timedelta(minutes=5))
    assert caught.value.facts == {"seconds": 600, "minutes": 10}


def test_guessing_many_logins_from_one_address_is_slowed_down_within_20_tries(session):
    passed = 0
    with contextlib.suppress(TooManyTries):
        for passed in range(20):
            guess(session, login=f"somebody{passed}")
    assert passed == throttle.PER_ADDRESS


def test_another_address_can_still_sign_in(session):
    for _ in range(throttle.PER_LOGIN_AND_ADDRESS):
        guess(session)
    assert guess(session, address="198.51.100.7")


def test_slowing_down_ends_by_itself_even_while_somebody_keeps_knocking(session):
    for _ in range(throttle.PER_LOGIN_AND_ADDRESS):
        guess(session)
    for minute in range(1, 15):
        with pytest.raises(TooManyTries):
            guess(session, at=NOW + timedelta(minutes=minute))
    assert guess(session, at=NOW + throttle.WINDOW)


def test_tries_that_were_right_do_not_count(session):
    for _ in range(30):
        number = guess(session)
        with saving(session):
            tries.succeed(session, number)


def test_codes_are_limited_wherever_they_come_from(session):
    for number in range(throttle.CODES_PER_LOGIN):
        guess(session, address=f"192.0.2.{number}", second_factor=True)
    with pytest.raises(TooManyTries):
        guess(session, address="198.51.100.7", second_factor=True)
    assert guess(session, address="198.51.100.7"), "the password itself is still asked for"


def test_old_tries_are_forgotten(session):
    guess(session, at=NOW - throttle.KEPT - timedelta(days=1))
    guess(session)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_many_tries_at_once_do_not_slip_past_the_count(database_url):
    engine = make_engine(database_url)

    def one(_):
        with Session(engine) as session:
            try:
                return guess(session)
            except TooManyTries:
                return None

    with ThreadPoolExecutor(4) as pool:
        passed = [number for number in pool.map(one, range(24)) if number]
    engine.dispose()
    assert len(passed) == throttle.PER_LOGIN_AND_ADDRESS


def test_a_code_is_good_once(session, person):
    code = codes.code_of(SECRET, codes.step_at(NOW))
    with saving(session):
        services.use_code(session, person, code, real_now=NOW)
    with pytest.raises(CodeNotAccepted), saving(session):
        services.use_code(session, person, code, real_now=NOW)


def test_a_code_older_than_the_last_one_used_is_not_good(session, person):
    step = codes.step_at(NOW)
    with saving(session):
        services.use_code(session, person, codes.code_of(SECRET, step), real_now=NOW)
    with pytest.raises(CodeNotAccepted), saving(session):
        services.use_code(session, person, codes.code_of(SECRET, step - 1), real_now=NOW)


def test_of_many_requests_with_one_code_one_gets_in(database_url, passwords):
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        new = NewPerson("olena", "Олена", PASSWORD, totp_secret=SECRET)
        person = services.create_person(session, new, passwords=passwords)
    code = codes.code_of(SECRET, codes.step_at(NOW))

    def one(_):
        with Session(engine) as session:
            try:
                with saving(session):
                    services.use_code(session, person, code, real_now=NOW)
            except CodeNotAccepted:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        let_in = list(pool.map(one, range(12)))
    engine.dispose()
    assert sum(let_in) == 1


def test_a_phone_is_enrolled_by_its_first_code_and_not_replaced(session, passwords):
    with saving(session):
        made = services.create_person(session, NewPerson("n", "Н", PASSWORD), passwords=passwords)
    code = codes.code_of(SECRET, codes.step_at(NOW))
    with pytest.raises(CodeNotAccepted), saving(session):
        services.enrol(session, made, SECRET, "000000x", real_now=NOW)
    with saving(session):
        services.enrol(session, made, SECRET, code, real_now=NOW)
    other = codes.derived_secret("tests", "other")
    with pytest.raises(CodeNotAccepted), saving(session):
        services.enrol(session, made, other, codes.code_of(other, codes.step_at(NOW)), real_now=NOW)
    factor = queries.factor(session, made)
    assert factor is not None
    assert factor.secret == SECRET
    assert factor.last_step == codes.step_at(NOW), "the code of the enrolment is used up"


def started(session, person):
    with saving(session):
        return services.start_session(session, person, lasts=timedelta(hours=12), now=NOW)


def stands(session, key, person, at=NOW):
    return queries.session_stands(session, key, person, demo=False, now=at)


def test_a_session_stands_until_its_end(session, person):
    key = started(session, person)
    assert stands(session, key, person)
    assert not stands(session, key, person + 1)
    assert not stands(session, "another key", person)
    assert not stands(session, key, person, NOW + timedelta(hours=12))


def test_signing_out_ends_one_session_and_no_other(session, person):
    here, there = started(session, person), started(session, person)
    with saving(session):
        services.end_session(session, here, now=NOW)
    assert not stands(session, here, person)
    assert stands(session, there, person)


def test_all_sessions_of_a_person_end_at_once(session, person):
    keys = [started(session, person) for _ in range(3)]
    with saving(session):
        services.end_all_sessions(session, person)
    assert not any(stands(session, key, person) for key in keys)
    assert stands(session, started(session, person), person)
