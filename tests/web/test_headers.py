"""What every answer tells the browser."""

from dataclasses import replace

import pytest
from flask import Flask

from occupancy.web.db import db
from occupancy.web.factory import checked, furnish
from occupancy.web.headers import HEADERS, POLICY
from tests.support.apps import post_form, sign_in_as


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/nowhere", "/fails", "/cabinet/", "/healthz", "/static/css/tokens.css",
     "/static/nothing.css"],
)  # fmt: skip
def test_the_headers_are_on_every_answer(base, path):
    with base.test_client().get(path) as answer:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path


def test_errors_of_method_and_of_size_carry_them_too(base):
    client = base.test_client()
    for answer in (
        client.delete("/sign-in"),
        client.post("/sign-in", data={"login": "x" * (13 * 1024 * 1024)}),
    ):
        assert 400 <= answer.status_code < 500
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_the_policy_allows_nothing_inline_and_no_frame():
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_pages_are_kept_by_no_cache_and_files_may_be(base):
    client = base.test_client()
    sign_in_as(client, "operator")
    assert client.get("/cabinet/").headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"
    with client.get("/static/css/tokens.css") as style:
        assert "no-store" not in style.headers["Cache-Control"]
        assert "Set-Cookie" not in style.headers


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(base):
    kept = base.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Secure" not in kept, "the demonstration is served without TLS"


def test_under_https_cookies_are_secure_and_the_browser_stays_there(
    settings, world, compiled_words
):
    app = Flask("base", static_folder=None)
    secure = replace(settings, public_url="https://nichlih.example", secure_cookies=True)
    checked(furnish(app, secure, cookie="nichlih", path="/"))
    answer = app.test_client().get("/sign-in", base_url="https://nichlih.example")
    kept = answer.headers["Set-Cookie"]
    assert kept.startswith("__Host-nichlih=")
    assert "Secure;" in kept
    assert "Path=/;" in f"{kept};"
    assert "Domain" not in kept
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    with app.app_context():
        db.engine.dispose()


def test_under_https_the_field_app_has_a_host_cookie_of_its_own(settings, world, compiled_words):
    app = Flask("base", static_folder=None)
    secure = replace(settings, public_url="https://nichlih.example", secure_cookies=True)
    checked(furnish(app, secure, cookie="nichlih_field", path="/inspector"))
    answer = app.test_client().get("/sign-in", base_url="https://nichlih.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-nichlih_field=")
    with app.app_context():
        db.engine.dispose()


def test_signing_out_clears_what_the_browser_kept(base):
    client = base.test_client()
    sign_in_as(client, "operator")
    answer = post_form(client, "/sign-out", {}, page="/nowhere")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT"])
def test_methods_that_no_page_has_are_refused(base, method):
    assert base.test_client().open("/sign-in", method=method).status_code == 405


def test_another_method_cannot_be_pretended(base):
    client = base.test_client()
    for answer in (
        client.get("/sign-out", headers={"X-HTTP-Method-Override": "POST"}),
        client.get("/sign-out?_method=POST"),
    ):
        assert answer.status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1@evil.example", "evil.example:80"])
def test_the_name_that_a_request_gives_the_server_is_never_repeated(base, host):
    client = base.test_client()
    for path in ("/", "/sign-in", "/cabinet/", "/nowhere"):
        answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": host})
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("path", ["/static//css", "/static///evil.example", "/static//"])
def test_a_slash_too_many_leads_to_an_address_here_whatever_the_host(base, path):
    answer = base.test_client().get(path, headers={"Host": "other.example"})
    assert answer.status_code in (308, 404)
    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


def test_a_redirect_for_a_missing_slash_does_not_name_the_host(portal):
    answer = portal.test_client().get("/cabinet", headers={"Host": "other.example"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/cabinet/")
