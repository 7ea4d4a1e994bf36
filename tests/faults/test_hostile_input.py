"""Whatever is typed into a form: a refusal in words, never a failure, nothing half saved."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from occupancy.accounts.roles import Role
from occupancy.web.guards import EVERYONE, doors
from tests.faults import forms
from tests.faults.conftest import TONIGHT
from tests.faults.forms import HOSTILE, NIGHT, Form, shown, wrong_words
from tests.support.world import PASSWORD

#: Usually each field meets a third of the values, and its neighbours the others.
FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
#: Who may enter where everybody may who has signed in.
SIGNED_IN = frozenset(Role)


@pytest.fixture
def portal_forms(portal, flag, asked):
    """Give the portal's forms by endpoint."""
    return forms.of_portal(flag, asked)


@pytest.fixture
def field_forms(field, visit, paper):
    """Give the field app's forms by endpoint."""
    return forms.of_field(visit.id, paper.id)


@pytest.fixture
def browsers(sign_in):
    """Give ``browsers(app)(login)``: one browser a person, with a form token."""

    def of(app):
        known = {}

        def browser(login):
            if login not in known:
                client = app.test_client()
                if login:
                    sign_in(client, login)
                known[login] = client, forms.token(client)
            return known[login]

        return browser

    return of


def test_no_form_of_the_portal_is_forgotten_here(portal, portal_forms):
    assert {rule.endpoint for rule in forms.posts(portal)} == set(portal_forms)


def test_no_form_of_the_field_app_is_forgotten_here(field, field_forms):
    assert {rule.endpoint for rule in forms.posts(field)} == set(field_forms)


def test_the_portals_forms_refuse_hostile_values_in_words(portal, portal_forms, browsers, kept):
    assert hostile(portal_forms, browsers(portal), kept) == []


def test_the_tablets_forms_refuse_hostile_values_in_words(field, field_forms, browsers, kept):
    assert hostile(field_forms, browsers(field), kept) == []


def test_refusals_are_english_for_who_reads_english(portal, portal_forms, browsers, kept):
    browser = browsers(portal)
    for login in {form.login for form in portal_forms.values()}:
        client, token = browser(login)
        client.post("/language", data={"csrf_token": token, "language": "en"})
    some = {name: each for name, each in portal_forms.items() if name != "web.language_choice"}
    assert hostile(some, browser, kept, values=("-1", "１２", "\x00"), language="en") == []


def test_a_form_without_its_token_is_refused(
    portal, portal_forms, field, field_forms, browsers, kept
):
    wrong = []
    for app, known in ((portal, portal_forms), (field, field_forms)):
        browser = browsers(app)
        for name, form in known.items():
            client, _ = browser(form.login)
            before = kept()
            for sent in ({}, {"csrf_token": ""}, {"csrf_token": "x\x00"}, {"csrf_token": "a.b.c"}):
                answer = client.post(form.path, data={**form.right, **sent})
                if answer.status_code != 400 or wrong_words(answer) or kept() != before:
                    wrong.append((name, sent, answer.status_code, wrong_words(answer)))
    assert wrong == []


def test_nobody_and_the_wrong_person_send_nothing(
    portal, portal_forms, field, field_forms, browsers, kept
):
    wrong = []
    for app, known, stranger in (
        (portal, portal_forms, "porter"),
        (field, field_forms, "chief"),
    ):
        browser, guarded = browsers(app), doors(app)
        for name, form in known.items():
            if guarded[name] == EVERYONE:
                continue
            before = kept()
            client, token = browser("")
            answer = client.post(form.path, data={**form.right, "csrf_token": token})
            if answer.status_code != 303 or "/sign-in" not in answer.location:
                wrong.append((name, "nobody", answer.status_code))
            if guarded[name] == SIGNED_IN:
                continue  # an account is everybody's own
            client, token = browser(stranger)
            answer = client.post(form.path, data={**form.right, "csrf_token": token})
            if answer.status_code != 404 or wrong_words(answer):
                wrong.append((name, stranger, answer.status_code, wrong_words(answer)))
            if kept() != before:
                wrong.append((name, "something was kept"))
    assert wrong == []


def test_somebody_elses_house_and_visit_are_not_there(
    portal, portal_forms, field, field_forms, browsers, kept
):
    before = kept()
    client, token = browsers(portal)("operator2")
    for name, form in portal_forms.items():
        if name.startswith("cabinet."):
            answer = client.post(form.path, data={**form.right, "csrf_token": token})
            assert (name, answer.status_code, wrong_words(answer)) == (name, 404, "")
    client, token = browsers(field)("chief")
    for name, form in field_forms.items():
        if name.startswith("inspector."):
            answer = client.post(form.path, data={**form.right, "csrf_token": token})
            assert (name, answer.status_code, wrong_words(answer)) == (name, 404, "")
    assert kept() == before


def test_a_night_to_come_and_a_closed_one_are_refused(portal, browsers, kept):
    client, token = browsers(portal)("operator")
    period = {"date_from": "2026-11-20", "date_to": "2026-11-21", "reason": "repair"}
    path = forms.CABINET
    assert client.post(f"{path}/closures", data={**period, "csrf_token": token}).status_code == 303
    before = kept()
    for night in ("2099-01-01", str(TONIGHT + timedelta(days=1)), "2026-11-20", "2024-12-31"):
        answer = client.post(f"{path}/nights/{night}", data={**NIGHT, "csrf_token": token})
        assert (night, answer.status_code, wrong_words(answer)) == (night, 422, "")
    for night in ("2026-W01-1", "20261123", "2026-02-30", "２０２６-11-23", "9999-12-31", "%00"):
        answer = client.post(f"{path}/nights/{night}", data={**NIGHT, "csrf_token": token})
        assert (night, answer.status_code, wrong_words(answer)) == (night, 404, "")
    assert kept() == before


def test_a_form_sent_twice_is_filed_once(portal, browsers, kept):
    client, token = browsers(portal)("operator")
    path = f"{forms.CABINET}/nights/{TONIGHT}"
    form = {**NIGHT, "csrf_token": token, "key": "one-press"}
    first = client.post(path, data=form)
    before = kept()
    second = client.post(path, data=form)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    other = client.post(path, data={**form, "guests_domestic": "7"})
    assert (other.status_code, wrong_words(other)) == (409, "")
    assert kept() == before


def test_a_request_larger_than_any_form_is_refused(portal, browsers, kept):
    client, token = browsers(portal)("operator")
    before = kept()
    for form in ({"x": "7" * 13_000_000}, {f"x{n}": "1" for n in range(2000)}):
        answer = client.post(
            f"{forms.CABINET}/nights/{TONIGHT}", data={**NIGHT, **form, "csrf_token": token}
        )
        assert answer.status_code in (400, 413, 422)
        assert wrong_words(answer) == ""
    assert kept() == before


def hostile(known: dict[str, Form], browser, kept, values=HOSTILE, language="uk") -> list[object]:
    """Spoil every field of every form with every value and return what was not as it must be."""
    wrong: list[object] = []
    for name, form in known.items():
        client, token = browser(form.login)
        if name in ("web.second_factor_try", "web.enrol_try"):
            client.post(
                "/sign-in",
                data={"csrf_token": token, "login": "inspector", "password": PASSWORD},
            )
            token = forms.token(client)
        for number, one in enumerate((*form.exact, *form.free)):
            least = 400 if one in form.exact else 200
            before = kept()
            for value in values if FULL else values[number % 3 :: 3]:
                sent = {**form.right, one: value, "csrf_token": token}
                answer = client.post(form.path, data=sent)
                status = answer.status_code
                if not least <= status < 500:
                    wrong.append((name, one, shown(value), status, answer.location))
                elif status < 400:
                    before = kept()
                elif words := wrong_words(answer, language):
                    wrong.append((name, one, shown(value), status, words))
            if kept() != before:
                wrong.append((name, one, "half saved"))
    return wrong
