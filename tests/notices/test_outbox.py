"""A message goes out once, to where it belongs; one that does not go is tried again later."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from sqlalchemy.orm import Session

from occupancy.audit import services as audit
from occupancy.audit.log import connect, log_of, publish
from occupancy.audit.queries import newest_checkpoint
from occupancy.audit.services import Deed
from occupancy.database import saving
from occupancy.notices import outbox, queries, services
from occupancy.notices.cli import witness as witness_command
from occupancy.notices.rules import LEASE
from occupancy.notices.services import Message
from occupancy.notices.witness import KIND, tell_witnesses
from tests.support.certificates import throwaway
from tests.support.server import free_port
from tests.support.world import settings_for

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
EVENING, NEXT_DAY = "2026-11-23T20:00:00Z", "2026-11-24T00:30:00Z"


class Witness:
    """A mail server and a web server on loopback that keep what they get."""

    def __init__(self):
        self.letters, self.notes, self.status = [], [], 200

    async def handle_DATA(self, _server, _session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 kept"


@pytest.fixture
def witness():
    return Witness()


@pytest.fixture
def second_server(witness):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            witness.notes.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(witness.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/heads"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mail_server(witness, tmp_path):
    certificate, context = throwaway(tmp_path)
    controller = Controller(
        witness, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True
    )
    controller.start()
    yield {"smtp_host": "127.0.0.1", "smtp_port": controller.port, "smtp_ca": certificate}
    controller.stop()


@pytest.fixture
def settings(database_url, tmp_path, mail_server, second_server):
    return settings_for(
        database_url,
        tmp_path,
        **mail_server,
        mail_from="nichlih@example.org",
        witness_file=tmp_path / "heads-elsewhere.txt",
        witness_mail=("council@example.org", "hotels@example.org"),
        witness_url=second_server,
    )


@pytest.fixture
def engine(settings):
    made = connect(settings)
    yield made
    made.dispose()


def do_a_deed(engine, settings, now):
    with Session(engine) as session:
        with saving(session):
            audit.record(session, Deed("tried", "test:1", {"n": 1}), actor="person:1", now=now)
        return publish(session, log_of(settings), now=now)


def tell(engine, settings, now, **how):
    with Session(engine) as session, saving(session):
        return tell_witnesses(session, settings, now, **how)


def test_each_witness_gets_the_first_head_of_a_day_once(engine, settings, witness, tmp_path):
    with time_machine.travel(EVENING, tick=False):
        head = do_a_deed(engine, settings, NOW)
        assert tell(engine, settings, NOW) == 4
        assert outbox.send_what_is_due(engine, settings) == (4, 0)
        do_a_deed(engine, settings, NOW + timedelta(hours=1))
        assert tell(engine, settings, NOW + timedelta(hours=1)) == 0
        assert outbox.send_what_is_due(engine, settings) == (0, 0)
    assert witness.notes == [head.note]
    assert sorted(to for (to,), _ in witness.letters) == settings_mail(settings)
    assert (tmp_path / "heads-elsewhere.txt").read_text("utf-8") == head.note.rstrip() + "\n\n"
    with time_machine.travel(NEXT_DAY, tick=False):
        assert tell(engine, settings, NOW + timedelta(hours=4, minutes=30)) == 4
        assert outbox.send_what_is_due(engine, settings) == (4, 0)
    assert len(witness.notes) == 2
    with Session(engine) as session:
        assert all(row.sent_at for row in queries.newest(session, KIND))


def settings_mail(settings):
    return sorted(settings.witness_mail)


def test_on_demand_a_newer_head_goes_at_once_and_the_same_never_twice(engine, settings, witness):
    with time_machine.travel(EVENING, tick=False):
        do_a_deed(engine, settings, NOW)
        assert tell(engine, settings, NOW) == 4
        assert tell(engine, settings, NOW, on_demand=True) == 0
        do_a_deed(engine, settings, NOW + timedelta(minutes=1))
        assert tell(engine, settings, NOW, on_demand=True) == 4


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_the_other_side_does_not_take_is_tried_again_later(engine, settings, witness, status):
    witness.status = status
    with time_machine.travel(EVENING, tick=False) as traveller:
        do_a_deed(engine, settings, NOW)
        tell(engine, settings, NOW)
        assert outbox.send_what_is_due(engine, settings) == (3, 1)
        assert outbox.send_what_is_due(engine, settings) == (0, 0)
        witness.status = 204
        traveller.shift(31)
        assert outbox.send_what_is_due(engine, settings) == (1, 0)
    assert len(witness.notes) == 2
    assert len(witness.letters) == 2


def test_of_two_servers_one_sends(engine, settings):
    message = Message("test:1", "file", "/dev/null", "", "words")
    with Session(engine) as one, Session(engine) as other:
        with saving(one):
            assert services.put(one, message, now=NOW)
            assert not services.put(one, message, now=NOW)
        with saving(one):
            assert len(services.take(one, now=NOW)) == 1
        with saving(other):
            assert services.take(other, now=NOW + LEASE - timedelta(seconds=1)) == []
            assert len(services.take(other, now=NOW + LEASE)) == 1


def test_a_disk_that_is_not_mounted_keeps_the_message_waiting(engine, settings, tmp_path):
    away = tmp_path / "not-mounted" / "heads.txt"
    with Session(engine) as session, saving(session):
        services.put(session, Message("test:1", "file", str(away), "", "words"), now=NOW)
    with time_machine.travel(EVENING, tick=False):
        assert outbox.send_what_is_due(engine, settings) == (0, 1)
    with Session(engine) as session:
        assert queries.waiting(session) == 1
        assert queries.newest(session, "test")[0].error == "FileNotFoundError"


def test_the_command_sends_now_and_says_how_it_went(engine, settings, tmp_path, monkeypatch):
    do_a_deed(engine, settings, datetime.now(UTC))
    monkeypatch.setenv("OCCUPANCY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("OCCUPANCY_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(witness_command).exit_code == 2
    monkeypatch.setenv("OCCUPANCY_WITNESS_FILE", str(tmp_path / "heads.txt"))
    for _ in range(2):
        told = CliRunner().invoke(witness_command)
        assert told.exit_code == 0
        assert "надіслано" in told.output
    with Session(engine) as session:
        head = newest_checkpoint(session)
    assert (tmp_path / "heads.txt").read_text("utf-8") == head.note.rstrip() + "\n\n"
    monkeypatch.setenv("OCCUPANCY_WITNESS_FILE", str(tmp_path / "away" / "heads.txt"))
    told = CliRunner().invoke(witness_command)
    assert told.exit_code == 1
    assert "ще не надіслано" in told.output
