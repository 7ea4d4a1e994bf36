"""Whatever is typed into an address: a page, a way to one, or no page; never a failure."""

from __future__ import annotations

import os
import re

import pytest

from tests.faults import forms
from tests.faults.forms import shown, wrong_words
from tests.support.tree import ROOT

#: Usually each address meets some of the values, and its neighbours the others.
FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"
_PART = re.compile(r"<[^>]*>")
_ASKED = re.compile(r"request\.(?:args|values)(?:\.get|\.getlist)?[\(\[]\"(\w+)\"")
PARTS = (
    "%00",
    "SL-0001%00",
    "9" * 20,
    "9" * 5000,
    "-1",
    "１２",
    "..",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%ff%fe",
    "%E2%80%AE21",
    "' OR 1=1 --",
    "<script>",
    "2026-W01-1",
    "2099-13-45",
)
VALUES = ("%00", "-1", "9" * 5000, "１２", "%ff", "<script>", "9999-Q9", "//evil.example", "..")
#: Who opens everything; each meets the pages of the others too.
LOGINS = {"portal": ("", "operator", "agency"), "field": ("", "inspector")}


@pytest.mark.parametrize("name", LOGINS)
def test_no_part_of_an_address_makes_a_failure(name, request, sign_in, kept):
    app, wrong = request.getfixturevalue(name), []
    before = kept()
    for login in LOGINS[name]:
        client = _browser(app, sign_in, login)
        token = forms.token(client)
        for path, method in _spoiled(app):
            answer = client.open(path, method=method, data={"csrf_token": token})
            status = answer.status_code
            if status >= 500 or (status == 404 and "/static/" not in path and wrong_words(answer)):
                wrong.append((login, method, shown(path), status))
    assert wrong == []
    assert kept() == before


@pytest.mark.parametrize("name", LOGINS)
def test_nothing_that_a_page_asks_of_its_query_makes_a_failure(name, request, sign_in, kept):
    app, wrong = request.getfixturevalue(name), []
    names = asked()
    assert {"page", "night", "nights", "community", "of", "edit", "next"} <= names
    before = kept()
    for login in LOGINS[name]:
        client = _browser(app, sign_in, login)
        for number, path in enumerate(_pages(app)):
            for value in VALUES if FULL else VALUES[number % 3 :: 3]:
                answer = client.get(f"{path}?" + "&".join(f"{one}={value}" for one in names))
                if answer.status_code >= 500:
                    wrong.append((login, path, shown(value), answer.status_code))
    assert wrong == []
    assert kept() == before


def _browser(app, sign_in, login):
    client = app.test_client()
    return sign_in(client, login) if login else client


def _spoiled(app):
    """Yield every address that has parts, one of its parts spoiled, with a method it takes."""
    for number, rule in enumerate(app.url_map.iter_rules()):
        parts = _PART.findall(rule.rule)
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        for at in range(len(parts)):
            for bad in PARTS if FULL else PARTS[number % 4 :: 4]:
                usual = iter(bad if n == at else _usual(part) for n, part in enumerate(parts))
                yield _PART.sub(lambda _, usual=usual: next(usual), rule.rule), method


def _pages(app):
    """Return an address of every page, its parts such as they are usually."""
    return [
        _PART.sub(lambda part: _usual(part[0]), rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "static" not in rule.endpoint
    ]


def _usual(part: str) -> str:
    if "int" in part:
        return "1"
    return {"<code>": "SL-0001", "<night>": "2026-11-22", "<month>": "2026-11"}.get(part, "x")


def asked() -> set[str]:
    """Return every name that a page of ours reads from its query."""
    sources = [*ROOT.glob("occupancy/**/*.py"), *ROOT.glob("inspector_app/**/*.py")]
    return {name for path in sources for name in _ASKED.findall(path.read_text("utf-8"))}
