"""Every address of both applications as OpenAPI, fuzzed by people who are signed in.

Each person has a world of their own, so that at full size one can be run at a time (``-k chief``).
"""

from __future__ import annotations

import os
import re
import time
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from tests.faults import forms
from tests.faults.forms import Form, shown
from tests.faults.test_hostile_addresses import asked

FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
#: Requests that one person sends to one address with one method.
EACH = 25 if FULL else 1
#: Usually a person meets every third address, and the next person the next ones.
SHARE = 3
BUSINESS = ("", "operator", "porter", "agency", "chief", "officer", "admin")
FIELD = ("", "inspector", "inspector2", "chief")
#: Where people sign in; what is made up comes from elsewhere and is soon asked to wait there.
AT_HOME, ELSEWHERE = "127.0.0.2", "127.0.0.1"
_PART = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
#: Values of addresses that lead somewhere in the tests' world.
KNOWN = {
    "code": ["SL-0001", "LV-0001", "LV-0002"],
    "night": ["2026-11-22", "2026-11-23"],
    "month": ["2026-11"],
}
BRIEFLY = settings(
    max_examples=EACH,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _name(login: str) -> str:
    return login or "nobody"


@pytest.mark.parametrize("login", BUSINESS, ids=_name)
def test_the_portal_never_fails(portal, flag, asked, sign_in, login):
    place = BUSINESS.index(login)
    assert fuzzed(portal, forms.of_portal(flag, asked), login, place, sign_in) == []


@pytest.mark.parametrize("login", FIELD, ids=_name)
def test_the_field_app_never_fails(field, visit, paper, sign_in, login):
    KNOWN["visit_id"] = [visit.id]
    place = FIELD.index(login)
    assert fuzzed(field, forms.of_field(visit.id, paper.id), login, place, sign_in) == []


@pytest.mark.parametrize("people", [BUSINESS, FIELD], ids=["portal", "field"])
def test_people_meet_every_address_between_them(people):
    assert {place % SHARE for place in range(len(people))} == set(range(SHARE))


def fuzzed(app: Flask, known: dict[str, Form], login: str, place: int, sign_in) -> list[Any]:
    """Let a person send made-up requests to their addresses; return every answer of 500 and up."""
    schema = schemathesis.openapi.from_dict(document(app, known))
    found: list[tuple[str, str, str, int]] = []
    operations = [each.ok() for each in schema.get_all_operations()]
    if not FULL:
        operations = operations[place % SHARE :: SHARE]
    client, began = app.test_client(), time.monotonic()
    for operation in operations:
        token = _inside(client, login, sign_in)
        _send(operation, client, token, found)
    wrong = [each for each in found if each[3] >= 500]
    print(
        f"{app.name}, {_name(login)}: {len(found)} requests to {len(operations)} addresses in"
        f" {time.monotonic() - began:.0f} s, {len(wrong)} failures"
    )
    met = {(method, path) for method, path, *_ in found}
    assert met == {(each.method.upper(), each.path) for each in operations}
    return wrong


def _send(operation, client: FlaskClient, token: str, found: list[tuple[str, str, str, int]]):
    """Send made-up requests of one operation; add method, address, what was typed, status."""

    @BRIEFLY
    @given(case=operation.as_strategy())
    def send(case):
        typed = _plain(case.body if isinstance(case.body, dict) else {})
        answer = client.open(
            case.formatted_path,
            method=case.method,
            query_string=_plain(case.query or {}),
            data={**typed, "csrf_token": token} if case.method == "POST" else None,
        )
        told = shown(f"{case.formatted_path}?{_plain(case.query or {})} {typed}")
        found.append((case.method, case.operation.path, told, answer.status_code))

    send()


def document(app: Flask, known: dict[str, Form]) -> dict[str, Any]:
    """Return an OpenAPI document of the pages and forms of ``app``."""
    paths: dict[str, Any] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith("static"):
            continue
        methods = {}
        for method in (rule.methods or set()) & {"GET", "POST"}:
            methods[method.lower()] = {
                "parameters": [*_parts(rule.rule), *(_questions() if method == "GET" else [])],
                "responses": {"200": {"description": "a page"}},
            }
            if method == "POST":
                methods["post"]["requestBody"] = _body(known.get(rule.endpoint))
        paths.setdefault(_PART.sub(r"{\1}", rule.rule), {}).update(methods)
    return {"openapi": "3.0.3", "info": {"title": app.name, "version": "1"}, "paths": paths}


def _parts(rule: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"anyOf": [{"enum": KNOWN.get(name, ["1"])}, _typed()]},
        }
        for name in _PART.findall(rule)
    ]


def _questions() -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": _typed()} for name in sorted(asked())]


def _body(form: Form | None) -> dict[str, Any]:
    right = dict(form.right) if form else {}
    names = {*right, *(form.exact if form else ()), *(form.free if form else ())}
    fields = {
        name: {"anyOf": [{"enum": [right[name]]}, _typed()] if name in right else [_typed()]}
        for name in sorted(names)
    }
    schema = {"type": "object", "properties": fields, "required": sorted(right)}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


def _typed() -> dict[str, Any]:
    """Return the schema of what people and programs type: words, numbers, days."""
    return {
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": 60},
            {"type": "integer"},
            {"type": "string", "format": "date"},
            {"enum": [each for each in forms.HOSTILE if len(each) < 60]},
        ]
    }


def _plain(values: Any) -> dict[str, str]:
    """Return only what a form and a query can hold: words."""
    return {
        str(name): str(value).encode("utf-8", "replace").decode()
        for name, value in dict(values).items()
    }


def _inside(client: FlaskClient, login: str, sign_in) -> str:
    """Return a form token of this person, signed in again where the last address led out."""
    with client.session_transaction() as session:
        inside = "_user_id" in session
    if login and not inside:
        client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"])
        client.environ_base["REMOTE_ADDR"] = AT_HOME
        sign_in(client, login)
        client.environ_base["REMOTE_ADDR"] = ELSEWHERE
    return forms.token(client)
