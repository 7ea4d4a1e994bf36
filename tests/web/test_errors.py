"""Failures are answered in kind words, without details, and alike for what is not yours."""

import errno
import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from occupancy.database import make_engine
from tests.support.apps import sign_in_as

_TOKEN = re.compile(r'value="[^"]{40,}"')


def bare(answer):
    """Return a page without what differs from request to request."""
    return _TOKEN.sub("", answer.text).replace(answer.request.path, "")


def test_a_page_of_another_role_looks_like_one_that_does_not_exist(base):
    client = base.test_client()
    sign_in_as(client, "operator")
    foreign, missing = client.get("/agency/"), client.get("/nowhere/")
    assert foreign.status_code == missing.status_code == 404
    assert bare(foreign) == bare(missing)


@pytest.mark.parametrize(
    ("login", "page", "status"),
    [
        ("operator", "/cabinet/", 200),
        ("operator", "/agency/", 404),
        ("operator", "/day", 404),
        ("porter", "/agency/", 404),
        ("agency", "/agency/", 200),
        ("agency", "/cabinet/", 404),
        ("chief", "/day", 200),
        ("officer", "/day", 404),
        ("admin", "/cabinet/", 404),
    ],
)
def test_each_role_enters_its_own_doors_only(base, login, page, status):
    client = base.test_client()
    sign_in_as(client, login)
    assert client.get(page).status_code == status


def test_a_form_without_its_token_is_refused_with_a_way_out(base):
    answer = base.test_client().post("/sign-in", data={"login": "operator", "password": "x"})
    assert answer.status_code == 400
    assert "Сторінка постаріла" in answer.text
    assert "Нічого не збережено" in answer.text


def test_our_own_failure_shows_no_detail(base):
    answer = base.test_client().get("/fails")
    assert answer.status_code == 500
    assert "Це наша помилка" in answer.text
    for detail in ("4711", "ZeroDivisionError", "Traceback", "occupancy/"):
        assert detail not in answer.text


def test_a_program_gets_the_failure_as_json(base):
    answer = base.test_client().get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


def test_ready_tells_what_is_missing_and_healthy_does_not_ask_the_database(base, database_url):
    client = base.test_client()
    ready = client.get("/readyz").json
    assert (ready["status"], ready["worker"]) == ("ok", False)
    engine = make_engine(database_url)
    with engine.connect().execution_options(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        connection.commit()
    engine.dispose()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["failing"]) == (503, ["schema"])
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/version").json["name"] == "nichlih"


@pytest.mark.parametrize(
    "path",
    ["/%00", "/cabinet/%ff", "/sign-in?next=%00", "/sign-in?as=%F0%9F", "/" + "a" * 9000,
     "/static/../wsgi.py", "/static/..%2f..%2fsettings.py"],
)  # fmt: skip
def test_strange_addresses_are_answered_and_never_a_failure(base, path):
    assert base.test_client().get(path).status_code < 500


def test_strange_forms_are_answered_and_never_a_failure(base):
    from tests.support.apps import post_form

    client = base.test_client()
    for login in ("\ud83d\ude00", "x" * 5000, "' OR 1=1 --", "олена", " "):
        form = {"login": login.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        assert post_form(client, "/sign-in", {**form, "password": "x"}).status_code in (422, 429)
    assert post_form(client, "/sign-in", {"login": "a\x00b", "password": "x"}).status_code == 422


def test_a_page_whose_frame_fails_with_the_database_says_when_to_come_again(
    portal, sign_in, monkeypatch
):
    """Threat 20: the error page asks no frame for its tabs, which may be what failed."""
    client = sign_in(portal.test_client(), "operator")

    def gone(*_args):
        raise OperationalError("SELECT", {}, Exception("the database is gone"))

    monkeypatch.setattr("occupancy.cabinet.blueprint.registry.business_reaches_several", gone)
    answer = client.get("/cabinet/SL-0001/closures")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_full_disk_is_said_as_busy(portal, monkeypatch):
    def full(*_args, **_facts):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(portal.view_functions, "web.version", full)
    answer = portal.test_client().get("/version")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
