"""nginx before the real server: TLS, limits, a proxy that is believed, nothing told in its logs."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from inspector_app.pages import photos
from occupancy.attachments.rules.limits import MIB
from occupancy.cabinet import replies
from occupancy.web.factory import MAX_REQUEST
from tests.support.certificates import throwaway
from tests.support.server import Server, free_port
from tests.support.tree import ROOT

CONFIG = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


class Proxy:
    """A running nginx with the example's configuration, on loopback ports of its own."""

    def __init__(self, folder: Path, upstream: int) -> None:
        self.folder, self.port = folder, free_port()
        self.certificate, _ = throwaway(folder)
        (folder / "temporary").mkdir()
        text = CONFIG.read_text("utf-8")
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "nichlih.example": "localhost",
            "/etc/nichlih/": f"{folder}/",
            "/var/log/nginx/": f"{folder}/",
            "/run/nginx.pid": f"{folder}/nginx.pid",
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "http {": "http {\n" + "".join(
                f"{kind}_temp_path {folder}/temporary/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            ),
        }.items():  # fmt: skip
            assert old in text, old
            text = text.replace(old, new)
        self.config = folder / "nginx.conf"
        self.config.write_text(text, encoding="utf-8")
        self.words = [NGINX, "-p", str(folder), "-e", str(folder / "first.log")]
        self.words += ["-c", str(self.config)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen([*self.words, "-g", "daemon off;"])
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "first.log").read_text(encoding="utf-8"))

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        trust = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=60, context=trust)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def spoken(self, version: ssl.TLSVersion, ciphers: str = "") -> tuple[str, str, int]:
        """Return the cipher that a client of this ``version`` agrees on with us."""
        trust = ssl.create_default_context(cafile=self.certificate)
        trust.minimum_version = trust.maximum_version = version
        if ciphers:
            trust.set_ciphers(ciphers)
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=30) as line,
            trust.wrap_socket(line, server_hostname="localhost") as secured,
        ):
            found = secured.cipher()
            assert found is not None
            return found


@pytest.fixture
def server(new_sqlite, tmp_path: Path, compiled_words: None) -> Iterator[Server]:
    if not NGINX:
        pytest.skip("nginx is not installed (Debian package: nginx-light)")
    folder = tmp_path / "data"
    folder.mkdir()
    made = Server(
        folder,
        new_sqlite(),
        {
            "OCCUPANCY_LOG_FORMAT": "json",
            "OCCUPANCY_PUBLIC_URL": "https://localhost",
            "OCCUPANCY_TRUSTED_PROXIES": "1",
            "OCCUPANCY_WORKER": "0",
            "OCCUPANCY_METRICS_PORT": str(free_port()),
        },
    )
    made.start()
    yield made
    made.stop()


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[Proxy]:
    made = Proxy(tmp_path, server.port)
    tested = subprocess.run([*made.words, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    made.start()
    assert made.process is not None
    yield made
    made.process.terminate()
    made.process.wait(30)


def test_a_request_goes_through_nginx_and_only_its_number_is_told(proxy, server):
    answer = proxy.ask("GET", "/sign-in?kanarka=kanarka", **{"X-Request-Id": "0" * 32})
    assert answer.status == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    number = answer.headers["X-Request-Id"]
    assert number != "0" * 32
    assert proxy.ask("GET", "/metrics").status == 404
    assert proxy.ask("POST", "/sign-in", b"x" * (MAX_REQUEST + 1)).status == 413
    access = until_told(proxy.folder / "access.log", number)
    assert "kanarka" not in access + (proxy.folder / "error.log").read_text(encoding="utf-8")
    ours = [
        json.loads(line)
        for line in (server.data_dir / "server.log").read_text(encoding="utf-8").splitlines()
        if number in line
    ]
    assert [(each["endpoint"], each["status"]) for each in ours] == [("web.sign_in", 200)]
    inner = int(server.extra["OCCUPANCY_METRICS_PORT"])
    connection = http.client.HTTPConnection("127.0.0.1", inner, timeout=30)
    connection.request("GET", "/metrics")
    told = connection.getresponse().read().decode()
    connection.close()
    counted = {
        (sample.labels["endpoint"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
        if sample.name == "nichlih_http_requests_total"
    }
    assert counted["web.sign_in", "200"] == 1  # whichever process is asked


def test_each_place_takes_as_much_as_its_largest_form():
    text = CONFIG.read_text(encoding="utf-8")
    allowed = {
        place: int(size)
        for place, size in re.findall(r"location (\S+) \{\s+client_max_body_size (\d+)m;", text)
    }
    assert allowed == {
        "/inspector/": photos.MOST_AT_ONCE // MIB,
        "/cabinet/": replies.MOST_AT_ONCE // MIB,
    }
    assert f"client_max_body_size {MAX_REQUEST // MIB}m;" in text


def test_only_new_tls_with_forward_secrecy_is_spoken(proxy):
    """ASVS 5.0, 12.1.1 and 12.1.2."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        assert proxy.spoken(version)[0].startswith(("ECDHE-", "TLS_"))
    with pytest.raises(ssl.SSLError):
        proxy.spoken(ssl.TLSVersion.TLSv1_2, "AES128-SHA")


def until_told(path: Path, words: str) -> str:
    deadline = time.monotonic() + 10
    while words not in (told := path.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    return told
