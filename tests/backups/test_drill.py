"""The whole drill on a real server: back up, lose, put back, declare, go on (threat 19)."""

from __future__ import annotations

import http.client
import os
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.accounts.models import Person as Account
from occupancy.accounts.models import SignInAttempt
from occupancy.accounts.rules import codes
from occupancy.audit import queries
from occupancy.audit.log import log_of, publish
from occupancy.cli import cli
from occupancy.database import make_engine, saving
from occupancy.filings.models import FilingRevision
from occupancy.settings import from_environment
from tests.faults.people import Filing, Person, Tally
from tests.support.server import Server
from tests.support.world import PASSWORD, make_world, secret_of

EVENING = "2026-11-23T18:00:00+00:00"
LAST = date(2026, 11, 22)
PER_CLIENT = 50 if os.environ.get("OCCUPANCY_TEST_SIZE") == "full" else 8
STRIP = "Сервер лише показує."
Command = Callable[..., tuple[int, str]]
CLIENTS = (
    ("operator", "SL-0001"),
    ("operator2", "LV-0002"),
    ("porter", "LV-0001"),
    ("operator", "LV-0001"),
)


@pytest.fixture
def server(
    new_database: Callable[[], str], tmp_path: Path, compiled_words: None
) -> Iterator[Server]:
    """Give a real server over a small world; each kind of database has its turn."""
    url = new_database()
    engine = make_engine(url)
    with Session(engine) as session:
        make_world(session)
    engine.dispose()
    made = Server(tmp_path, url, {"OCCUPANCY_DEMO_CLOCK": EVENING})
    made.start()
    yield made
    made.stop()


@pytest.fixture
def command(server: Server, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give ``command(*args, typed=…)``: the command line in the server's environment."""
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("OCCUPANCY_DEMO_CLOCK")

    def run(*args: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(cli, args, input=typed)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return run


def work(server: Server, login: str, filings: list[Filing], tally: Tally) -> None:
    """Sign in and file one night after the other; a server closes what idles, so at once."""
    person = Person(server.port, login)
    person.sign_in()
    person.file(filings, tally, threading.Event())
    person.connection.close()


def nights(begin: int, count: int) -> list[list[Filing]]:
    """Return nights to file for each client, every one a night of its own."""
    made: list[list[Filing]] = []
    for client, (_, facility) in enumerate(CLIENTS):
        guests = "guests_domestic" if facility == "SL-0001" else "band_b3_domestic"
        made.append(
            [
                Filing(
                    facility=facility,
                    night=LAST - timedelta(days=2 * number + client // 3),
                    key=f"press-{client}-{number}",
                    rooms=1 + number % 5,
                    guests=3 + number % 5,
                    form=(
                        ("rooms_occupied", str(1 + number % 5)),
                        (guests, str(2 + number % 5)),
                        ("guests_inbound", "1"),
                    ),
                )
                for number in range(begin, begin + count)
            ]
        )
    return made


def sign_a_head(server: Server) -> None:
    """Publish a head over everything that is in the log now, as the worker does."""
    settings = from_environment(server.env)
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        publish(session, log_of(settings), now=datetime.now(UTC) + timedelta(seconds=2))
    engine.dispose()


def receipts(server: Server) -> set[str]:
    """Return the numbers of the receipts whose nights the database holds."""
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        found = set(session.scalars(select(FilingRevision.receipt_no)))
    engine.dispose()
    return found


def size(server: Server) -> int:
    engine = make_engine(server.database_url)
    with Session(engine) as session:
        found = queries.size(session)
    engine.dispose()
    return found


def asked(
    server: Server, person: Person, path: str, form: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Ask for a page, or send a form, as ``person``; return status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={held}" for name, held in person.cookies.items())}
    body = None
    if form is not None:
        body = urlencode({"csrf_token": person.token, **form})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if body is None else "POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def code_of(login: str) -> str:
    return codes.code_of(secret_of(login), codes.step_at(clock.true_now()))


def forget_used_codes(server: Server) -> None:
    """Let half a minute pass for everybody's phone."""
    engine = make_engine(server.database_url)
    with Session(engine) as session, saving(session):
        session.execute(update(Account).values(totp_last_step=None))
        session.execute(delete(SignInAttempt))
    engine.dispose()


def declare(command: Command, server: Server, *logins: str, wrong: str = "") -> tuple[int, str]:
    forget_used_codes(server)
    typed = "".join(
        f"{PASSWORD}\n{'000000' if login == wrong else code_of(login)}\n" for login in logins
    )
    by = [part for login in logins for part in ("--by", login)]
    return command("audit", "declare-restore", *by, "--reason", "диск зламався", typed=typed)


def test_a_lost_future_is_noticed_declared_and_gone_on_from(server, command, tmp_path):
    tally = Tally()
    filing = [
        threading.Thread(target=work, args=(server, login, own, tally))
        for (login, _), own in zip(CLIENTS, nights(0, PER_CLIENT), strict=True)
    ]
    for thread in filing:
        thread.start()
    tally.wait_for(PER_CLIENT)
    acknowledged = set(tally.receipts.values())
    code, told = command("backup", str(tmp_path / "backups"))
    assert code == 0, told
    for thread in filing:
        thread.join()
    everything = set(tally.receipts.values())
    assert tally.refused == []
    assert len(everything) == len(CLIENTS) * PER_CLIENT
    sign_a_head(server)
    before = size(server)

    code, told = command("restore", str(tmp_path / "backups"), "--check")
    assert code == 0, told
    assert receipts(server) == everything, "a check changes nothing"
    backed_up = re.search(r"записів (\d+), корінь", told)
    assert backed_up is not None
    held = int(backed_up[1])
    assert held < before
    assert f"на {before - held} записів більше" in told
    assert f"втратить записи {held}–{before - 1}" in told

    code, told = command("restore", str(tmp_path / "backups"))
    assert code == 2, "what is there is replaced only when asked"
    code, told = command("restore", str(tmp_path / "backups"), "--replace", typed="ні\n")
    assert (code, receipts(server)) == (2, everything)
    code, told = command("restore", str(tmp_path / "backups"), "--replace", typed="замінити\n")
    assert code == 0, told
    assert "declare-restore" in told
    assert size(server) == held
    assert acknowledged <= receipts(server) < everything

    # The server that serves notices by itself: it shows, and takes nothing.
    person = Person(server.port, "operator")
    person.sign_in()
    path = "/cabinet/SL-0001/nights/2026-01-05"
    form = {"key": "later", "rooms_occupied": "1", "guests_domestic": "1", "guests_inbound": "0"}
    status, headers, text = asked(server, person, path, form)
    assert (status, headers.get("Retry-After")) == (503, "5")
    assert STRIP in text
    for shown in ("/cabinet/SL-0001/months/2026-11", "/sign-in/nowhere", "/inspector/sign-in"):
        status, _, text = asked(server, person, shown)
        assert STRIP in text, shown
        assert status < 500
    assert size(server) == held

    assert command("audit", "verify")[0] == 1, "an undeclared restore is noticed"

    # Two different people in charge, each with password and code; nobody less.
    for refused in (
        declare(command, server, "admin"),
        declare(command, server, "admin", "admin"),
        declare(command, server, "admin", "chief", wrong="chief"),
        declare(command, server, "chief", "inspector"),
    ):
        assert refused[0] == 2, refused[1]
    assert size(server) == held
    code, told = declare(command, server, "admin", "chief")
    assert code == 0, told
    assert f"номери {held}–{before - 1}" in told
    assert declare(command, server, "admin", "chief")[0] == 2, "there is nothing more to declare"

    person.connection.close()
    status, headers, _ = asked(server, person, path, form)
    assert status == 303
    assert STRIP not in asked(server, person, headers["Location"])[2]
    sign_a_head(server)
    heads = list(log_of(from_environment(server.env)).heads.all())
    assert [each.epoch for each in heads] == sorted(each.epoch for each in heads)
    assert heads[-1].note.splitlines()[0].endswith("/audit/2")
    assert heads[-1].size == size(server) == held + 2
    assert any(each.size == before and each.epoch == 1 for each in heads), "what was lost is told"
    lost = next(each for each in heads if each.size == before and each.epoch == 1)
    (tmp_path / "kept-outside.txt").write_text(lost.note, encoding="utf-8")
    code, told = command("audit", "verify", "--checkpoint", str(tmp_path / "kept-outside.txt"))
    assert code == 0, told
    assert f"записи від {held}, які втратило" in told
