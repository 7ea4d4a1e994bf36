"""What both applications answer, whoever asks: kinds, tokens, fields, what is never served."""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer

from occupancy.accounts import services
from occupancy.accounts.models import SignInSession
from occupancy.accounts.rules.stay import hash_of
from tests.support.server import Server
from tests.support.tree import ROOT
from tests.support.world import make_world
from tests.threats.addresses import filled

SCRIPTS = sorted((ROOT / "occupancy" / "web" / "static" / "js").glob("*.js"))
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
SECRET = re.compile(r'name="(password|code|old|new|again|csrf_token)"')


@pytest.fixture
def signed_in(portal, sign_in):
    return sign_in(portal.test_client(), "operator")


def pages(app) -> list[str]:
    return [
        filled(rule)
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.endpoint.endswith("static")
    ]


def test_every_answer_says_what_it_is(portal, signed_in):
    for path in pages(portal):
        with signed_in.get(path) as answer:
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code in (204, 304):
                continue
            assert re.match(r"[a-z]+/[a-z0-9.+-]+", kind), path
            if kind.startswith("text/"):
                assert "charset=utf-8" in kind.lower(), path


def test_signing_out_is_on_every_page_of_a_signed_in_person(portal, signed_in):
    seen = 0
    for path in pages(portal):
        answer = signed_in.get(path)
        a_page = answer.status_code == 200 and answer.mimetype == "text/html"
        if a_page and path.startswith("/cabinet"):
            assert 'action="/sign-out"' in answer.text, path
            seen += 1
    assert seen >= 4


def test_no_form_with_a_secret_sends_it_in_the_address(portal, signed_in):
    for client in (portal.test_client(), signed_in):
        for path in pages(portal):
            with client.get(path) as answer:
                if path.startswith("/styles") or answer.mimetype != "text/html":
                    continue
                for form in FORM.findall(answer.text):
                    head = form.partition(">")[0]
                    if SECRET.search(form) and 'action="/c/' not in head:
                        public = re.search(r'name="code"', form) and "password" not in form
                        assert 'method="post"' in head or public, path


def test_password_fields_welcome_managers(portal):
    page = portal.test_client().get("/sign-in").text
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    written = "".join(each.read_text(encoding="utf-8") for each in SCRIPTS)
    assert "paste" not in written


def test_no_script_of_ours_keeps_anything_in_the_browser():
    assert SCRIPTS
    for each in SCRIPTS:
        written = each.read_text(encoding="utf-8")
        for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "__proto__",
                     "eval(", "innerHTML", "postMessage"):  # fmt: skip
            assert word not in written, f"{each.name}: {word}"


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/static/", "/static/css/", "/static/../settings.py", "/wsgi.py", "/setup.cfg",
     "/static/%2e%2e/%2e%2e/settings.py", "/static/..%5csettings.py", "/var/session-secret"],
)  # fmt: skip
def test_nothing_of_the_checkout_is_served(portal, path):
    assert portal.test_client().get(path).status_code == 404


def test_a_cookie_of_ones_own_making_opens_nothing(portal, world):
    said = {"_user_id": f"{world.people['admin']}:x", "_fresh": True}
    forged = URLSafeTimedSerializer("another key", salt="cookie-session").dumps(said)
    key = portal.config["SECRET_KEY"]
    weaker = URLSafeTimedSerializer(
        key, salt="cookie-session", signer_kwargs={"key_derivation": "hmac"}
    ).dumps(said)
    for value in (
        forged,
        weaker,
        "e30.none.",
        "eyJfdXNlcl9pZCI6IjE6eCJ9..",
        f"{world.people['admin']}",
    ):
        client = portal.test_client()
        client.set_cookie("nichlih", value)
        assert client.get("/cabinet/").location.startswith("/sign-in")


def test_a_session_key_has_128_random_bits(session):
    person = make_world(session).people["operator"]
    now = datetime(2026, 11, 23, tzinfo=UTC)
    keys = {
        services.start_session(session, person, lasts=timedelta(hours=1), now=now)
        for _ in range(200)
    }
    assert len(keys) == 200
    assert all(len(key) >= 22 for key in keys), "16 bytes in base64url"
    kept = {each.key_hash for each in session.query(SignInSession)}
    assert {hash_of(key) for key in keys} <= kept
    assert not keys & kept


def test_a_message_with_two_lengths_is_refused(tmp_path, new_sqlite, compiled_words):
    server = Server(tmp_path, new_sqlite())
    server.start()
    try:
        for lengths in (
            b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            b"Content-Length: 4\r\nContent-Length: 9\r\n",
            b"Content-Length: +4\r\n",
        ):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
                line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\n0\r\n\r\n")
                answer = line.recv(4096)
            assert b" 400 " in answer.partition(b"\r\n")[0], answer[:80]
    finally:
        server.stop()
