"""`occupancy serve`: the web server with a background worker beside it.

A small process that starts both, passes signals on, starts the worker again when it ends, and
ends it after the web server, so that the last deeds still get their checkpoint.
"""

from __future__ import annotations

import os
import signal
import subprocess  # nosec B404 # this very Python, words of our own
import sys
import time

from occupancy import logs
from occupancy.serving import parent
from occupancy.serving.waking import Waking
from occupancy.settings import from_environment

log = logs.logger(__name__)

WEB = [sys.executable, "-m", "gunicorn", "--config", "python:occupancy.serving.gunicorn_conf"]
WORKER = [sys.executable, "-m", "occupancy.worker"]

PASSED_ON = (
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGHUP,
    signal.SIGUSR1,
    signal.SIGTTIN,
    signal.SIGTTOU,
)
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
#: Seconds before an ended worker starts again: the first, the longest, and what counts as well.
FIRST_PAUSE, LONGEST_PAUSE, WELL = 1.0, 30.0, 60.0
#: Seconds that the worker gets to finish what it does.
PATIENCE = 15.0


class Pair:
    """The two processes."""

    def __init__(self) -> None:
        self.waking = Waking((*PASSED_ON, signal.SIGCHLD))
        self.env = {**os.environ, parent.VARIABLE: str(os.getpid())}
        self.web = subprocess.Popen(WEB, env=self.env)  # nosec B603 # constants
        self.worker = subprocess.Popen(WORKER, env=self.env)  # nosec B603 # constants
        self.started = time.monotonic()
        self.again_at = 0.0
        self.pause = FIRST_PAUSE
        self.ending = False

    def run(self) -> int:
        """Run until the web server ends; return its exit code."""
        while self.web.poll() is None:
            for number in self.waking.wait(1.0):
                if number in PASSED_ON:
                    self.web.send_signal(number)
                self.ending |= number in ENDS
            if not self.ending:
                self._keep_worker()
        self._end_worker()
        code = self.web.returncode
        return code if code >= 0 else 128 - code

    def _keep_worker(self) -> None:
        status = self.worker.poll()
        if status is None:
            return
        now = time.monotonic()
        if not self.again_at:
            self.pause = FIRST_PAUSE if now - self.started > WELL else self.pause
            log.warning("worker_ended", status=status, again_in_s=self.pause)
            self.again_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.again_at:
            self.again_at, self.started = 0.0, now
            self.worker = subprocess.Popen(WORKER, env=self.env)  # nosec B603 # constants

    def _end_worker(self) -> None:
        if self.worker.poll() is not None:
            return
        self.worker.terminate()
        try:
            self.worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.worker.kill()
            self.worker.wait()


if __name__ == "__main__":
    logs.configure(as_json=from_environment().logs_as_json)
    sys.exit(Pair().run())
