"""Threat 10: another site's page sends a form in a signed-in person's browser."""

from __future__ import annotations

import pytest

from occupancy.web.guards import doors
from tests.support.apps import token_of
from tests.threats.addresses import filled

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def unsafe(app):
    """Return every unsafe method of every address of ``app``."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods & UNSAFE)
    ]


@pytest.mark.parametrize("app_name", ["portal", "field"])
def test_every_unsafe_address_wants_the_token_of_this_very_session(
    request, sign_in, everything, app_name
):
    app = request.getfixturevalue(app_name)
    login = {"portal": "operator", "field": "inspector"}[app_name]
    victim, attacker = sign_in(app.test_client(), login), app.test_client()
    foreign = token_of(attacker, "/sign-in")
    before = everything()
    assert len(unsafe(app)) >= 9
    for rule, method in unsafe(app):
        for sent in ({}, {"csrf_token": foreign}, {"csrf_token": foreign[:-1]}):
            answer = victim.open(filled(rule), method=method, data=sent)
            assert answer.status_code == 400, (rule.endpoint, sent)
        header = victim.open(filled(rule), method=method, headers={"X-CSRFToken": foreign})
        assert header.status_code == 400, rule.endpoint
    assert everything() == before


@pytest.mark.parametrize("login", ["operator", "chief", "agency", "admin"])
def test_no_address_changes_anything_when_it_is_only_read(portal, sign_in, everything, walk, login):
    walk.closed()
    client = sign_in(portal.test_client(), login)
    before = everything()
    for rule in portal.url_map.iter_rules():
        if "GET" in rule.methods and not rule.endpoint.endswith("static"):
            with client.get(filled(rule)) as answer:
                assert answer.status_code < 500, rule.rule
    assert everything() == before


def test_the_cookie_is_not_sent_with_another_sites_form(portal, sign_in):
    client = sign_in(portal.test_client(), "operator")
    kept = client.get("/cabinet/", follow_redirects=True)
    assert kept.status_code == 200
    cookie = client.get_cookie("nichlih")
    assert cookie is not None
    assert cookie.same_site == "Lax"
    assert cookie.http_only


def test_no_door_is_exempt(portal, field):
    for app in (portal, field):
        protection = app.extensions["csrf"]
        assert protection._exempt_views == set()
        assert protection._exempt_blueprints == set()
        assert doors(app)
