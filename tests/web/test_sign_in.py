"""The way in with login and password, and the way out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from occupancy import clock
from occupancy.accounts import services
from occupancy.accounts.models import SignInAttempt
from occupancy.accounts.rules import throttle
from occupancy.database import saving
from occupancy.web.db import db
from occupancy.web.factory import checked, furnish
from tests.support.apps import post_form, sign_in_as, token_of
from tests.support.world import PASSWORD


@pytest.fixture
def client(base):
    return base.test_client()


def enter(client, login="operator", password=PASSWORD, **more):
    return post_form(client, "/sign-in", {"login": login, "password": password, **more})


def cookie(client, name="nichlih", path="/"):
    kept = client.get_cookie(name, path=path)
    return kept.value if kept else None


@pytest.mark.parametrize(
    ("login", "home"),
    [("operator", "/cabinet/"), ("porter", "/cabinet/"), ("agency", "/agency/"),
     ("chief", "/agency/"), ("officer", "/agency/"), ("admin", "/admin/")],
)  # fmt: skip
def test_everybody_lands_where_their_work_is(client, login, home):
    sign_in_as(client, login)
    answer = client.get("/sign-in")
    assert (answer.status_code, answer.location) == (303, home)


def test_an_inspector_is_shown_the_door_of_the_field_app(client):
    answer = enter(client, "inspector")
    assert answer.location == "/inspector/sign-in?from=portal"
    assert client.get("/agency/").status_code == 303, "the password opened nothing here"


def test_an_unknown_login_and_a_wrong_password_get_the_same_page(client):
    known = enter(client, "operator", "wrong password").text
    unknown = enter(client, "nobody-at-all", "wrong password").text
    blank = [
        page.replace("operator", "X").replace("nobody-at-all", "X") for page in (known, unknown)
    ]
    token = [page.split('name="csrf_token" value="')[1][:91] for page in blank]
    assert blank[0].replace(token[0], "") == blank[1].replace(token[1], "")
    assert "Логін або пароль не підходить" in known


def test_a_refused_try_keeps_the_login_and_forgets_the_password(client):
    answer = enter(client, "operator", "wrong password")
    assert answer.status_code == 422
    assert 'value="operator"' in answer.text
    assert "wrong password" not in answer.text


def test_guessing_ends_in_429_within_20_tries_and_another_address_still_gets_in(base, client):
    statuses = [enter(client, "operator", f"wrong {number}").status_code for number in range(20)]
    assert statuses[: throttle.PER_LOGIN_AND_ADDRESS] == [422] * throttle.PER_LOGIN_AND_ADDRESS
    assert set(statuses[throttle.PER_LOGIN_AND_ADDRESS :]) == {429}
    refused = enter(client, "operator")
    assert refused.status_code == 429, "the right password, too, has to wait here"
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert "Запис не заблоковано" in refused.text
    elsewhere = base.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert enter(elsewhere, "operator").status_code == 303


def seen_addresses(settings, trusted, forwarded):
    app = Flask("base", static_folder=None)
    proxied = replace(settings, trusted_proxies=trusted)
    client = checked(furnish(app, proxied, cookie="nichlih", path="/")).test_client()
    client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    enter(client, "operator", "wrong password")
    with app.app_context():
        seen = set(db.session.scalars(select(SignInAttempt.address)))
        db.session.rollback()
        db.engine.dispose()
    return seen


def test_nobody_picks_an_address_unless_a_proxy_of_ours_says_so(settings, world, compiled_words):
    assert seen_addresses(settings, 0, "198.51.100.7") == {"127.0.0.1"}


def test_behind_a_proxy_of_ours_people_have_addresses_of_their_own(settings, world, compiled_words):
    assert seen_addresses(settings, 1, "203.0.113.66, 198.51.100.7") == {"198.51.100.7"}


def test_the_cookie_is_new_after_signing_in_and_the_old_one_opens_nothing(base, client):
    client.get("/sign-in")
    planted = cookie(client)
    enter(client)
    assert cookie(client) != planted
    assert client.get("/cabinet/").text == "the cabinet"
    other = base.test_client()
    other.set_cookie("nichlih", planted)
    assert other.get("/cabinet/").status_code == 303


def test_a_form_token_from_before_the_sign_in_is_worth_nothing_after(client):
    old = token_of(client, "/sign-in")
    enter(client)
    answer = client.post("/language", data={"csrf_token": old, "language": "en"})
    assert answer.status_code == 400


def test_a_copied_cookie_is_worth_nothing_after_signing_out(base, client):
    sign_in_as(client, "operator")
    stolen = cookie(client)
    answer = post_form(client, "/sign-out", {}, page="/nowhere")
    assert answer.status_code == 303
    thief = base.test_client()
    thief.set_cookie("nichlih", stolen)
    assert thief.get("/cabinet/").status_code == 303
    assert client.get("/cabinet/").location.startswith("/sign-in")


def test_all_sessions_end_at_once(base, world):
    here, there = base.test_client(), base.test_client()
    for client in (here, there):
        sign_in_as(client, "operator")
    with base.app_context(), saving(db.session) as session:
        services.end_all_sessions(session, world.people["operator"])
    assert here.get("/cabinet/").status_code == there.get("/cabinet/").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/cabinet/?night=1", "/cabinet/?night=1"),
        ("/agency/", "/cabinet/"),  # exists, but not for this person
        ("/nowhere", "/cabinet/"),
        ("https://example.org/", "/cabinet/"),
        ("//example.org/", "/cabinet/"),
        ("/\\example.org/", "/cabinet/"),
        ("/\t/example.org/", "/cabinet/"),
        ("cabinet/", "/cabinet/"),
        ("javascript:alert(1)", "/cabinet/"),
        ("", "/cabinet/"),
        ("/" + "a" * 3000, "/cabinet/"),
    ],
)
def test_after_signing_in_one_is_led_only_to_pages_of_ours(client, wanted, leads_to):
    assert enter(client, next=wanted).location == leads_to


def test_a_guarded_page_is_reached_after_signing_in(client):
    asked = client.get("/cabinet/?night=2026-11-23")
    assert asked.status_code == 303
    form = client.get(asked.location).text
    assert 'name="next" value="/cabinet/?night=2026-11-23"' in form


@pytest.mark.parametrize(
    ("login", "idle"),
    [("operator", timedelta(hours=12)), ("agency", timedelta(minutes=30))],
)
def test_a_browser_left_alone_is_signed_out(client, monkeypatch, login, idle):
    sign_in_as(client, login)
    home = "/cabinet/" if login == "operator" else "/agency/"
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + idle - timedelta(minutes=2))
    assert client.get(home).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + 2 * idle - timedelta(minutes=3))
    assert client.get(home).status_code == 200, "a touch in between keeps it open"
    monkeypatch.setattr(clock, "now", lambda: start + 3 * idle)
    answer = client.get(home)
    assert answer.status_code == 303
    assert "давно нічого не робили" in client.get(answer.location).text


def test_an_official_signs_in_again_after_a_working_day_however_busy(client, monkeypatch):
    sign_in_as(client, "agency")
    start = clock.now()
    for minutes in range(20, 720, 20):
        monkeypatch.setattr(clock, "now", lambda at=minutes: start + timedelta(minutes=at))
        assert client.get("/agency/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=12, minutes=1))
    assert client.get("/agency/").status_code == 303


def test_the_front_door_leads_people_to_their_room_and_others_to_the_sign_in(client):
    assert 'href="/sign-in"' in client.get("/").text
    sign_in_as(client, "operator")
    assert client.get("/").location == "/cabinet/"


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [(" K7Q2-M4XN ", "/c/K7Q2-M4XN"), ("//example.org", "/c/%2F%2Fexample.org"), ("..", "/c/..")],
)
def test_a_code_typed_at_the_front_door_leads_to_the_check(client, typed, leads_to):
    assert client.get("/", query_string={"code": typed}).location == leads_to
