"""Threat 20: many wait, few work; who finds every desk taken is asked to come again."""

from __future__ import annotations

import io
import socket
import threading
import time

import pytest

from occupancy.serving import patience
from occupancy.serving.patience import AtWork, PatientSocket


def ask(app, **environ):
    """Return the status and headers that ``app`` begins with, and its body."""
    began = {}

    def start_response(status, headers):
        began.update(status=status, headers=dict(headers))

    body = b"".join(app({"wsgi.input": io.BytesIO(), **environ}, start_response))
    return began["status"], began["headers"], body


def test_a_request_is_read_in_whole_before_anybody_works_on_it():
    read, seen = threading.Event(), []

    class Line(io.BytesIO):
        def read(self, *args):
            read.set()
            return super().read(*args)

    def app(environ, start_response):
        seen.append((read.is_set(), environ["wsgi.input"].read()))
        start_response("200 OK", [])
        return []

    line = Line(b"x" * 300_000 + b"the next request")
    ask(AtWork(app), **{"wsgi.input": line, "CONTENT_LENGTH": "300000"})
    assert seen == [(True, b"x" * 300_000)]


def test_who_finds_every_desk_taken_is_asked_to_come_again():
    at_work, enough = threading.Event(), threading.Event()

    def app(_environ, start_response):
        at_work.set()
        enough.wait(10)
        start_response("200 OK", [])
        return [b"done"]

    desks = AtWork(app, at_once=1, queue=0.05)
    busy = threading.Thread(target=ask, args=(desks,))
    busy.start()
    at_work.wait(10)
    status, headers, _ = ask(desks)
    enough.set()
    busy.join()
    assert (status[:3], headers["Retry-After"]) == ("503", "5")
    assert ask(desks)[0] == "200 OK", "the desk is free again"


def test_large_requests_leave_desks_to_small_ones():
    arrived, enough = threading.Semaphore(0), threading.Event()
    large = {"CONTENT_LENGTH": str(patience.LARGEST + 1)}

    def app(environ, start_response):
        if environ.get("CONTENT_LENGTH"):
            arrived.release()
            enough.wait(10)
        start_response("200 OK", [])
        return []

    desks = AtWork(app, queue=0.05)
    slow = [
        threading.Thread(target=ask, args=(desks,), kwargs=large)
        for _ in range(patience.LARGE_AT_ONCE)
    ]
    for each in slow:
        each.start()
        assert arrived.acquire(timeout=10)
    assert ask(desks, **large)[0].startswith("503")
    assert ask(desks)[0] == "200 OK"
    enough.set()
    for each in slow:
        each.join()
    assert ask(desks, **large)[0] == "200 OK"


def test_a_failing_application_leaves_its_desk():
    def app(_environ, _start_response):
        raise ZeroDivisionError

    desks = AtWork(app, at_once=1, queue=0.05)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(desks)


def test_a_client_that_sends_too_little_is_taken_for_gone(monkeypatch):
    monkeypatch.setattr(patience, "COMING", 0.3)
    ours, theirs = socket.socketpair()
    line = PatientSocket(fileno=ours.detach())
    line.setblocking(True)
    began = time.monotonic()
    with theirs, line, pytest.raises(ConnectionResetError):
        while True:
            theirs.sendall(b"x")
            assert line.recv(10) == b"x"
            time.sleep(0.05)
    assert 0.25 < time.monotonic() - began < 5


def test_a_client_that_takes_no_answer_is_taken_for_gone(monkeypatch):
    monkeypatch.setattr(patience, "GOING", 0.3)
    ours, theirs = socket.socketpair()
    line = PatientSocket(fileno=ours.detach())
    line.setblocking(True)
    with theirs, line, pytest.raises(ConnectionResetError):
        line.sendall(b"x" * 50_000_000)
