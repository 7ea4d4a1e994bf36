"""Slow clients: each may hold a thread that only waits, for a limited time; work is done by few.

gunicorn's threads read and write for their client themselves, so a handful of people on a bad line,
or one with bad intentions, would stop everybody. Therefore there are many threads, every socket has
a deadline (``PatientWorker``), and only a few requests, already read in whole, are at work at the
same time (``AtWork``), which also keeps the database from being asked by all threads at once.
"""

from __future__ import annotations

import errno
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds in which a request must have come, and bytes a second that prolong them: a phone at the
#: edge of a network sends 8 KiB a second, somebody who only wants to hold a thread does not.
COMING, SLOWEST = 15.0, 8192
#: Seconds in which an answer must have been taken.
GOING = 90.0
#: A request up to this size waits in memory until it is there in whole, a larger one in a file.
IN_MEMORY = 256 * 1024
#: Larger requests are photos, taken from signed-in people only: the applications read them
#: themselves, or refuse them unread.
LARGEST = 16 * 1024 * 1024
#: Desks that large requests may hold at once, however slowly they come; the others stay free.
LARGE_AT_ONCE = 2
#: Requests that one process works on at once, and seconds that another one waits for its turn.
AT_ONCE, QUEUE = 4, 20.0
_BUSY = "Сервер зайнятий, спробуйте за кілька секунд. · The server is busy, try again shortly.\n"


class PatientSocket(socket.socket):
    """The line to a client, whose patience begins anew with every request."""

    began = 0.0
    received = 0
    answered: float | None = None

    def setblocking(self, flag: bool) -> None:
        """Begin a request (a thread takes the line), or give the line back to the poller."""
        super().setblocking(flag)
        self.began, self.received, self.answered = time.monotonic(), 0, None

    def recv(self, *args: Any) -> bytes:
        """Return what came; a client that is slower than allowed is one that has gone."""
        self._wait_until(self.began + COMING + self.received / SLOWEST)
        try:
            got = super().recv(*args)
        except TimeoutError:
            raise _gone() from None
        self.received += len(got)
        return got

    def sendall(self, *args: Any) -> None:
        """Send; who has not taken the answer in time is gone too."""
        if self.answered is None:
            self.answered = time.monotonic()
        self._wait_until(self.answered + GOING)
        try:
            super().sendall(*args)
        except TimeoutError:
            raise _gone() from None

    def _wait_until(self, moment: float) -> None:
        left = moment - time.monotonic()
        if left <= 0:
            raise _gone()
        self.settimeout(left)


def _gone() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, "too slow")


class PatientWorker(ThreadWorker):
    """gunicorn's threaded worker, with a deadline on every line."""

    def accept(self, listener: Any) -> None:
        """Take a new line; the rest is gunicorn's."""
        try:
            accepted, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        line = PatientSocket(fileno=accepted.detach())
        line.setblocking(True)
        self.nr_conns += 1
        self.enqueue_req(TConn(self.cfg, line, address, listener.getsockname()))


class AtWork:
    """Reads a request in whole, then lets few at a time through to the application."""

    def __init__(self, app: Any, at_once: int = AT_ONCE, queue: float = QUEUE) -> None:
        self.app = app
        self.queue = queue
        self.desk = threading.BoundedSemaphore(at_once)
        self.large = threading.BoundedSemaphore(LARGE_AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, or ask to come again where all desks stay taken."""
        length = _length(environ)
        with SpooledTemporaryFile(IN_MEMORY) as body, ExitStack() as held:
            if 0 < length <= LARGEST:
                environ["wsgi.input"] = _whole(environ["wsgi.input"], length, body)
            wanted = [self.large, self.desk] if length > LARGEST else [self.desk]
            for place in wanted:
                if not place.acquire(timeout=self.queue):
                    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")]
                    start_response("503 Service Unavailable", headers)
                    return [_BUSY.encode()]
                held.callback(place.release)
            # The page is finished and the database let go of when this returns.
            answer: Iterable[bytes] = self.app(environ, start_response)
            return answer


def _length(environ: dict[str, Any]) -> int:
    told = environ.get("CONTENT_LENGTH") or ""
    return int(told) if told.isdecimal() and len(told) < 12 else 0


def _whole(source: Any, length: int, kept: Any) -> Any:
    """Return ``kept`` with all that came; less than promised when the client went away."""
    while length > 0 and (part := source.read(min(length, 65536))):
        kept.write(part)
        length -= len(part)
    kept.seek(0)
    return kept
