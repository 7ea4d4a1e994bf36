"""The day shows one's own visits, and those only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.support.apps import post_form
from tests.support.world import PASSWORD


def test_the_day_lists_tonights_stops_with_their_reason(walk, tablet):
    walk.planned()
    walk.closed(walk.opened(walk.planned("LV-0001")))
    page = tablet("inspector").get("/").text
    assert "Садиба «Неіснуючий потік»" in page
    assert "жеребом" in page
    assert "є розбіжність" in page


def test_the_second_inspector_sees_the_same(walk, tablet):
    walk.planned()
    assert "Садиба «Неіснуючий потік»" in tablet("inspector2").get("/").text


def test_an_empty_day_says_so(tablet, kept):
    assert "На цю ніч обстежень немає" in tablet("inspector").get("/").text


def test_tomorrows_plan_is_not_shown_before_its_morning(walk, tablet, at):
    walk.planned(night=date(2026, 11, 24))
    client = tablet("inspector")
    assert "Садиба" not in client.get("/").text
    at(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    client = tablet("inspector")
    page = client.get("/").text
    assert "Садиба «Неіснуючий потік»" in page


def test_an_unfinished_visit_of_an_earlier_night_waits(walk, tablet, at):
    walk.opened()
    at(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    assert "Продовжити обстеження" in tablet("inspector").get("/").text


@pytest.mark.parametrize("login", ["agency", "officer", "admin", "operator"])
def test_nobody_else_comes_in_at_all(field, kept, login):
    answer = post_form(field.test_client(), "/sign-in", {"login": login, "password": PASSWORD})
    assert answer.status_code == 422


def test_strangers_are_led_to_the_sign_in(field, kept):
    answer = field.test_client().get("/")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("path", ["", "/count", "/statement", "/signing", "/outcome", "/thanks"])
def test_a_visit_of_others_does_not_exist(walk, tablet, path):
    visit = walk.opened()
    client = tablet("chief")
    assert client.get(f"/visits/{visit.id}{path}").status_code == 404
    assert client.get(f"/visits/nonsense{path}").status_code == 404


def test_a_form_without_its_token_is_refused(walk, tablet, visit_now):
    visit = walk.planned()
    answer = tablet("inspector").post(f"/visits/{visit.id}/open")
    assert answer.status_code == 400
    assert visit_now(visit.id).state == "planned"
