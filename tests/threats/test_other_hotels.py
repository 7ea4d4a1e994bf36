"""Threat 7: operator A reads or writes hotel B, by changing a number or a code in an address."""

from __future__ import annotations

import re

import pytest

from tests.support.apps import token_of
from tests.threats.addresses import filled

NOWHERE = {"code": "SL-9999", "visit_id": "00000000-0000-4000-8000-000000000000"}
#: What a person reads; around it stand form tokens and the address that was asked for.
READ = re.compile(r"<title>.*?</title>|<main.*?</main>", re.DOTALL)


def attempts(app, mine, missing):
    """Return every address of ``app`` that names something, as theirs and as nobody's."""
    for rule in app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint.endswith("static"):
            continue
        if rule.endpoint.startswith(("public.", "styles.")):
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, filled(rule, mine), filled(rule, missing)


def answers(client, token, method, path):
    sent = {"csrf_token": token} if method == "POST" else None
    answer = client.open(path, method=method, data=sent)
    return answer.status_code, READ.findall(answer.text)


@pytest.mark.parametrize(("login", "own"), [("operator2", "LV-0002"), ("porter", "LV-0001")])
def test_what_is_anothers_is_answered_like_what_does_not_exist(
    portal, client, session, walk, everything, login, own
):
    paper = walk.closed()
    theirs = {"code": "SL-0001", "night": "2026-11-23", "month": "2026-11", "visit_id": paper.id}
    missing = {**theirs, **NOWHERE, "flag_id": 999_999, "citation_id": 999_999}
    attacker = client(login)
    token = token_of(attacker, f"/cabinet/{own}/nights/2026-11-23")
    before = everything()
    tried = 0
    for endpoint, method, path, nowhere in attempts(portal, theirs, missing):
        if not endpoint.startswith(("cabinet.", "agency.")):
            continue
        found = answers(attacker, token, method, path)
        assert found[0] == 404, (endpoint, method)
        assert found == answers(attacker, token, method, nowhere), (endpoint, method)
        tried += 1
    assert tried >= 20
    assert everything() == before


def test_an_inspector_finds_no_visit_and_no_paper_of_a_colleague(
    field, tablet, session, walk, world, everything
):
    visit = walk.closed()
    values = {"visit_id": visit.id}
    missing = {"visit_id": NOWHERE["visit_id"], "citation_id": 999_999}
    colleague = tablet("chief")
    token = token_of(colleague, "/nowhere")
    before = everything()
    tried = 0
    for endpoint, method, path, nowhere in attempts(field, values, missing):
        if endpoint.startswith("inspector."):
            found = answers(colleague, token, method, path)
            assert found[0] == 404, (endpoint, method)
            assert found == answers(colleague, token, method, nowhere), (endpoint, method)
            tried += 1
    assert tried >= 10
    assert everything() == before
