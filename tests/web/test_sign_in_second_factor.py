"""The second step of officials, and setting a phone up."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from occupancy import clock
from occupancy.accounts.models import Person
from occupancy.accounts.rules import codes, throttle
from occupancy.database import saving
from occupancy.web.db import db
from tests.support.apps import post_form, sign_in_as, usable_code
from tests.support.world import PASSWORD, secret_of


@pytest.fixture
def client(base):
    return base.test_client()


def password(client, login="agency"):
    return post_form(client, "/sign-in", {"login": login, "password": PASSWORD})


def code(client, typed):
    return post_form(client, "/sign-in/code", {"code": typed})


@pytest.mark.parametrize("login", ["agency", "chief", "officer", "admin"])
def test_a_password_alone_lets_no_official_in(client, login):
    assert password(client, login).location == "/sign-in/code"
    for page in ("/agency/", "/cabinet/"):
        assert client.get(page).location.startswith("/sign-in?next=")


def test_the_right_code_lets_in_and_to_the_page_that_was_asked_for(base, client):
    form = {"login": "agency", "password": PASSWORD, "next": "/agency/?q=1"}
    post_form(client, "/sign-in", form)
    assert code(client, usable_code(base, "agency")).location == "/agency/?q=1"
    assert client.get("/agency/").text == "the agency"


def test_a_code_lets_in_once(base):
    first, second = base.test_client(), base.test_client()
    for client in (first, second):
        password(client)
    typed = usable_code(base, "agency")
    assert code(first, typed).status_code == 303
    replayed = code(second, typed)
    assert replayed.status_code == 422
    assert "Код не підійшов або його вже вжито" in replayed.text
    assert second.get("/agency/").status_code == 303


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1e5", "１２３４５６", "0" * 5000])
def test_what_is_no_code_is_refused_kindly(client, typed):
    password(client)
    assert code(client, typed).status_code == 422


def test_guessing_codes_is_slowed_down_from_everywhere(base):
    statuses = []
    for number in range(throttle.CODES_PER_LOGIN + 2):
        client = base.test_client()
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        password(client)
        statuses.append(code(client, "00000x").status_code)
    assert statuses == [422] * throttle.CODES_PER_LOGIN + [429] * 2


def test_the_code_is_asked_for_only_right_after_the_password(client, monkeypatch):
    assert client.get("/sign-in/code").location == "/sign-in"
    password(client)
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=11))
    assert client.get("/sign-in/code").location == "/sign-in"


def test_an_official_without_a_phone_sets_one_up_and_gets_in(base, client, world):
    with base.app_context(), saving(db.session) as session:
        session.execute(update(Person).where(Person.login == "agency").values(totp_secret=None))
    password(client)
    assert client.get("/sign-in/code").location == "/sign-in/phone"
    page = client.get("/sign-in/phone").text
    assert "<svg" in page
    assert "style=" not in page
    secret = re.search(r'n-hash mb-0">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = post_form(client, "/sign-in/phone", {"code": "000000x"})
    assert wrong.status_code == 422
    assert secret in wrong.text.replace(" ", ""), "the same key is offered again"
    typed = codes.code_of(secret, codes.step_at(clock.true_now()))
    assert post_form(client, "/sign-in/phone", {"code": typed}).location == "/agency/"
    again = base.test_client()
    password(again)
    assert again.get("/sign-in/phone").location == "/sign-in/code", "a phone is set up once"
    assert code(again, typed).status_code == 422, "the code of the set-up is used up"


def test_the_secret_of_the_set_up_is_not_in_the_cookie(base, client):
    import base64

    with base.app_context(), saving(db.session) as session:
        session.execute(update(Person).where(Person.login == "agency").values(totp_secret=None))
    password(client)
    page = client.get("/sign-in/phone").text
    secret = re.search(r'n-hash mb-0">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    value = client.get_cookie("nichlih").value
    payload = value.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert secret.encode() not in raw


def test_inspectors_sign_in_to_the_field_app_with_their_code(field_base):
    client = field_base.test_client()
    sign_in_as(client, "inspector")
    assert client.get("/sign-in").location == "/inspector/"
    assert client.get("/day").text == "the day"


@pytest.mark.parametrize("login", ["operator", "agency", "admin"])
def test_the_field_app_does_not_know_people_without_visits(field_base, login):
    client = field_base.test_client()
    answer = password(client, login)
    assert answer.status_code == 422
    assert "Логін або пароль не підходить" in answer.text


def test_a_tablet_left_alone_for_15_minutes_asks_again(field_base, monkeypatch):
    client = field_base.test_client()
    sign_in_as(client, "inspector")
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=14))
    assert client.get("/day").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=30))
    asked = client.get("/day")
    assert asked.location == "/inspector/sign-in?next=/day"


def test_a_session_of_the_portal_opens_nothing_in_the_field_app(base, field_base):
    client = base.test_client()
    sign_in_as(client, "chief")
    kept = client.get_cookie("nichlih").value
    for name, path in (("nichlih", "/"), ("nichlih_field", "/inspector")):
        tablet = field_base.test_client()
        tablet.set_cookie(name, kept, path=path)
        assert tablet.get("/day").status_code == 303, "also under the other cookie's name"


def test_no_secret_and_no_password_reaches_the_log(base, client, caplog):
    caplog.set_level("DEBUG")
    password(client)
    typed = usable_code(base, "agency")
    code(client, typed)
    for hidden in (PASSWORD, typed, secret_of("agency")):
        assert hidden not in caplog.text
