"""Security events are told by name and number, with an origin that is no address."""

import logging
import re

from tests.support.apps import post_form, sign_in_as


def events(caplog):
    told = [record.msg for record in caplog.records if record.name == "occupancy.security"]
    return [(each["event"], each.get("person")) for each in told], str(told)


def test_ways_in_and_out_are_told(base, world, caplog):
    caplog.set_level(logging.INFO)
    client = base.test_client()
    post_form(client, "/sign-in", {"login": "chief", "password": "a wrong word"})
    client.post("/sign-in", data={"login": "chief"})
    sign_in_as(client, "operator")
    client.get("/agency/")
    post_form(client, "/sign-out", {}, page="/nowhere")
    (told, text) = events(caplog)
    names = [name for name, _ in told]
    assert names[:3] == ["sign_in_failed", "csrf_refused", "signed_in"]
    assert {"not_yours", "signed_out"} <= set(names)
    assert dict(told)["signed_in"] == dict(told)["signed_out"] is not None
    assert "127.0.0.1" not in text
    assert "chief" not in text
    assert len(set(re.findall(r"'origin': '([0-9a-f]{12})'", text))) == 1


def test_who_guesses_on_is_told_as_throttled(base, world, caplog):
    client = base.test_client()
    caplog.set_level(logging.INFO)
    for _ in range(21):
        answer = post_form(client, "/sign-in", {"login": "chief", "password": "wrong"})
    assert answer.status_code == 429
    assert ("throttled", None) in events(caplog)[0]
