"""`/metrics` is read by Prometheus and by nobody else."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.apps import post_form
from tests.support.world import settings_for

TOKEN = "a-token-that-only-prometheus-knows"


@pytest.fixture
def settings(database_url, tmp_path):
    return settings_for(database_url, tmp_path, metrics_token=TOKEN, metrics_port=9300)


def read(client, **environ):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **environ)
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_without_the_token_the_page_does_not_exist_but_on_the_inner_port(base):
    client = base.test_client()
    wrong = {"Authorization": "Bearer wrong"}
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers=wrong).status_code == 404
    assert client.get("/metrics", headers={"Host": "localhost:9300"}).status_code == 404
    assert client.get("/metrics", environ_overrides={"SERVER_PORT": "9300"}).status_code == 200
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_answers_refusals_and_events_are_counted(base):
    client = base.test_client()
    before = read(client)
    post_form(client, "/sign-in", {"login": "operator", "password": "wrong"})
    client.get("/nowhere")
    client.open("/nowhere", method="BREW")
    after = read(client)

    def grown(*key):
        return after.get(key, 0) - before.get(key, 0)

    assert grown("nichlih_http_requests_total", "web.sign_in_try", "POST", "422") == 1
    assert grown("nichlih_http_requests_total", "nowhere", "GET", "404") == 1
    assert grown("nichlih_http_requests_total", "nowhere", "other", "404") == 1
    assert grown("nichlih_http_request_seconds_count", "web.sign_in_try") == 1
    assert grown("nichlih_refusals_total", "sign_in.wrong") == 1
    assert grown("nichlih_security_events_total", "sign_in_failed") == 1


def test_figures_of_the_database_the_disk_and_the_worker_are_told(base):
    told = read(base.test_client())
    assert told["nichlih_database_up",] == 1
    assert told["nichlih_log_entries",] >= 0
    assert told["nichlih_filings_acknowledged_total",] >= 0
    assert told["nichlih_worker_up",] == 0
    assert told["nichlih_disk_free_bytes",] > 1_000_000


def test_a_request_keeps_the_number_of_a_trusted_proxy_only(base):
    client = base.test_client()
    asked = "0123456789abcdef0123456789abcdef"
    told = client.get("/healthz", headers={"X-Request-Id": asked}).headers["X-Request-Id"]
    assert told != asked
    assert len(told) == 32
    base.extensions["settings"].__dict__["trusted_proxies"] = 1
    for sent, kept in ((asked, True), ("words of a person", False), (asked + "0", False)):
        answer = client.get("/healthz", headers={"X-Request-Id": sent})
        assert (answer.headers["X-Request-Id"] == sent) is kept
