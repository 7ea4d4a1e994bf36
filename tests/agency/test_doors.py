"""Who enters the agency's room, and how far."""

import pytest

from tests.scans.region import LVIV, SLAVSKE
from tests.support.apps import post_form

PAGES = (
    "/agency/",
    "/agency/closed",
    "/agency/flags.csv",
    "/agency/method",
    "/agency/runs",
    "/agency/runs/1",
    "/agency/facilities",
    "/agency/facilities/LG-0003",
)


def pages(region):
    return [*PAGES, f"/agency/flags/{region.lviv_flag}"]


@pytest.mark.parametrize("login", ["operator", "porter", "admin"])
def test_nobody_else_finds_the_room(visitor, region, login):
    browser = visitor(login)
    assert {path: browser.get(path).status_code for path in pages(region)} == dict.fromkeys(
        pages(region), 404
    )
    for deed in ("ask", "close", "visit"):
        path = f"/agency/flags/{region.lviv_flag}/{deed}"
        answer = browser.post(path, data={"note": "x" * 20})
        assert answer.status_code in (400, 404), path


def test_without_signing_in_every_page_leads_to_the_sign_in(room, region):
    browser = room.test_client()
    for path in pages(region):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("login", ["agency", "chief", "officer"])
def test_those_who_read_find_every_page(visitor, region, login):
    browser = visitor(login)
    assert {path: browser.get(path).status_code for path in pages(region)} == dict.fromkeys(
        pages(region), 200
    )


def test_an_officer_reads_the_own_community_only(visitor, region):
    browser = visitor("officer")  # of Lviv
    assert f"/agency/flags/{region.slavske_flag}" not in browser.get("/agency/").text
    assert b"SG-" not in browser.get("/agency/flags.csv").data
    assert "SG-0001" not in browser.get("/agency/facilities").text
    for path in (
        f"/agency/flags/{region.slavske_flag}",
        "/agency/facilities/SG-0002",
        "/agency/?community=" + SLAVSKE,
        "/agency/flags.csv?community=" + SLAVSKE,
        "/agency/facilities?community=" + SLAVSKE,
    ):
        assert browser.get(path).status_code == 404, path
    assert browser.get("/agency/?community=" + LVIV).status_code == 200


def test_an_officer_decides_nothing_and_the_agency_sends_nobody(visitor, region):
    officer, agency = visitor("officer"), visitor("agency")
    path = f"/agency/flags/{region.lviv_flag}"
    assert "без права рішення" in officer.get(path).text
    assert "Запитати заклад" not in officer.get(path).text
    for deed in ("/close", "/visit"):
        assert officer.get(path + deed).status_code == 404
    assert post_form(officer, path + "/ask", {}, path).status_code == 404
    assert agency.get(path + "/visit").status_code == 404
    assert post_form(agency, path + "/visit", {}, path).status_code == 404
    assert "Обстеження планує керівник інспекції" in agency.get(path).text


def test_what_does_not_exist_is_not_found(visitor, region):
    browser = visitor("agency")
    for path in (
        "/agency/flags/4711",
        "/agency/flags/4711/close",
        "/agency/flags/99999999999999999999",
        "/agency/runs/4711",
        "/agency/facilities/NO-1",
    ):
        assert browser.get(path).status_code == 404, path
