"""One's own account in both applications: password, devices, the way out everywhere."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from occupancy import clock
from occupancy.accounts import services
from occupancy.accounts.models import Membership, SignInSession
from occupancy.accounts.services import Passwords
from occupancy.audit import queries as audit
from occupancy.database import saving
from occupancy.web.db import db
from tests.support.apps import post_form, sign_in_as
from tests.support.world import PASSWORD

NEW = "мальва вітряк сім брам"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def client(base):
    return sign_in_as(base.test_client(), "operator")


def change(client, old=PASSWORD, new=NEW, again=None):
    form = {"old": old, "new": new, "again": new if again is None else again}
    return post_form(client, "/account/password", form)


def test_everybody_sees_their_rights_and_no_secret(base):
    client = sign_in_as(base.test_client(), "officer")
    page = client.get("/account").text
    assert "фінанси громади" in page
    assert "Львівська" in page
    assert "Особа officer" in page


def test_the_new_password_opens_and_the_old_one_does_not(base, client):
    assert change(client).location == "/account"
    assert "Пароль змінено" in client.get("/account").text
    other = base.test_client()
    refused = post_form(other, "/sign-in", {"login": "operator", "password": PASSWORD})
    assert refused.status_code == 422
    sign_in_as(other, "operator", NEW)


def test_a_changed_password_signs_every_other_device_out(base, client):
    other = sign_in_as(base.test_client(), "operator")
    change(client)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "not this one 12"}, "Теперішній пароль не збігається"),
        ({"new": "short"}, "закороткий"),
        ({"new": "1qaz2wsx3edc"}, "серед найпоширеніших"),
        ({"new": "operator-2026"}, "тримається на вашому логіні"),
        ({"new": PASSWORD}, "ваш теперішній пароль"),
        ({"again": "something else"}, "Два записи не збігаються"),
    ],
)
def test_what_is_no_good_is_said_beside_its_field_and_never_shown_back(client, form, said):
    answer = change(client, **form)
    assert answer.status_code == 422
    assert said in answer.text
    for typed in (PASSWORD, NEW, *form.values()):
        assert f'value="{typed}"' not in answer.text


def test_guessing_the_old_password_from_a_phone_left_open_is_slowed_down(client):
    answers = [change(client, old=f"a wrong guess {n}").status_code for n in range(10)]
    assert answers[:8] == [422] * 8
    assert answers[8:] == [429] * 2
    assert change(client).headers["Retry-After"]


def test_a_first_password_opens_only_the_way_to_a_new_one(base, world):
    with base.app_context(), saving(db.session) as session:
        services.reset_password(
            session,
            world.people["operator"],
            "x7kd-9m2n-4p5q-1r2s",
            passwords=Passwords(64, 1),
            actor="person:1",
            now=clock.now(),
        )
    client = sign_in_as(base.test_client(), "operator", "x7kd-9m2n-4p5q-1r2s")
    for path in ("/cabinet/", "/account"):
        assert client.get(path).location == "/account/password"
    assert "Цей пароль вам хтось передав" in client.get("/account/password").text
    change(client, old="x7kd-9m2n-4p5q-1r2s")
    assert client.get("/cabinet/").status_code == 200


def test_devices_are_told_in_plain_words_and_this_one_is_marked(base):
    here = base.test_client()
    here.environ_base["HTTP_USER_AGENT"] = FIREFOX
    phone = base.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = IPHONE
    for client in (here, phone):
        sign_in_as(client, "operator")
    page = here.get("/account").text
    assert re.search(r"Firefox на комп’ютері</b>\s*<span[^>]*>.*?це тут", page, re.S)
    assert "Safari на телефоні" in page
    assert "Mozilla" not in page


def test_one_device_is_signed_out_with_its_very_next_request(base, client):
    other = sign_in_as(base.test_client(), "operator")
    handle = re.search(r'name="session" value="([0-9a-f]{16})"', client.get("/account").text)[1]
    answer = post_form(client, "/account/sessions/end", {"session": handle}, page="/account")
    assert answer.status_code == 303
    assert other.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("handle", ["", "0", "0" * 16, "%", "_" * 16, "x" * 4000])
def test_no_other_session_can_be_named(base, client, handle):
    form = {"session": handle}
    assert post_form(client, "/account/sessions/end", form, page="/account").status_code == 404
    assert client.get("/account").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(base, client, world):
    other = sign_in_as(base.test_client(), "operator2")
    theirs = SignInSession.person_id == world.people["operator2"]
    with base.app_context():
        hashes = db.session.scalars(select(SignInSession.key_hash).where(theirs)).all()
    for each in hashes:
        form = {"session": each[:16]}
        answer = post_form(client, "/account/sessions/end", form, page="/account")
        assert answer.status_code == 404
    assert other.get("/account").status_code == 200


def test_signing_out_everywhere_holds_in_both_applications_at_once(base, field_base):
    portal = sign_in_as(base.test_client(), "chief")
    tablet = sign_in_as(field_base.test_client(), "chief")
    assert tablet.get("/day").status_code == 200
    answer = post_form(portal, "/account/sessions/end-all", {}, page="/account")
    assert answer.location == "/sign-in"
    assert portal.get("/agency/").status_code == 303
    assert tablet.get("/day").status_code == 303


def test_what_was_done_to_an_account_is_in_the_log(base, client, world):
    change(client)
    post_form(client, "/account/sessions/end-all", {}, page="/account")
    with base.app_context():
        told = audit.history(db.session, f"person:{world.people['operator']}")
    assert [each.kind for each in told][-2:] == ["password_changed", "sessions_ended"]
    assert {each.body["actor"] for each in told[-2:]} == {f"person:{world.people['operator']}"}


def test_everybody_takes_their_own_data_along_and_the_log_says_so(base, client, world):
    answer = post_form(client, "/account/data", {}, page="/account")
    assert answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        held = files.read("held.json").decode()
        assert set(files.namelist()) == {"held.json", "held.html"}
    assert "Особа operator" in held
    assert "Особа operator2" not in held
    assert "argon2" not in held
    with base.app_context():
        told = audit.history(db.session, f"person:{world.people['operator']}")[-1]
    assert told.body["actor"] == f"person:{world.people['operator']}"


def test_when_a_device_was_seen_is_written_after_the_answer_and_not_at_each_request(
    base, client, monkeypatch
):
    began = clock.now().replace(microsecond=0) + timedelta(seconds=1)  # kept to the millisecond

    def seen_after(minutes):
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=minutes))
        client.get("/cabinet/").close()
        with base.app_context():
            return db.session.scalar(select(SignInSession.seen_at))

    first = seen_after(4)
    assert first <= began
    assert seen_after(6) == began + timedelta(minutes=6)
    assert seen_after(8) == began + timedelta(minutes=6)


def test_a_right_ends_with_its_last_day_while_its_person_is_signed_in(base, client, world):
    """Rights end by date: nothing has to be done on the day after."""
    with base.app_context(), saving(db.session) as session:
        session.execute(
            update(Membership)
            .where(Membership.person_id == world.people["operator"])
            .values(valid_to=clock.in_kyiv(clock.now()).date() - timedelta(days=1))
        )
    assert client.get("/cabinet/").status_code == 404
