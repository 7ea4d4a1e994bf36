"""gunicorn's configuration: ``gunicorn --config python:occupancy.serving.gunicorn_conf``.

Read by `occupancy serve` and by the systemd unit alike, so that both serve in the same way.
"""

from __future__ import annotations

import os
from typing import Any

from occupancy.serving import metrics_files, parent, safe

_settings = safe.read_or_stop()

wsgi_app = "wsgi:app"
bind = [f"{_settings.bind}:{_settings.port}"]
if _settings.metrics_port:
    bind.append(f"127.0.0.1:{_settings.metrics_port}")  # `/metrics` needs no token there
proc_name = "nichlih-web"

#: Two processes, each at work on four requests (occupancy.serving.patience): enough for every
#: facility of an oblast in the last minutes. The many threads only wait for slow lines.
workers = 2
worker_class = "occupancy.serving.patience.PatientWorker"
threads = 64
#: Seconds that an idle line is kept; it holds no thread.
keepalive = 15
#: Seconds after which a process that says nothing is ended.
timeout = 60
#: Seconds that requests under way get when the server ends.
graceful_timeout = 10

#: The application is built once, before the processes part: less memory, and one failure to read.
preload_app = True
#: Nobody steers the server through a socket in the home folder.
control_socket_disable = True
logger_class = "occupancy.serving.gunicorn_logs.Lines"


# Before the application is loaded: the counters of all processes lie in one folder.
metrics_files.prepare()


def on_starting(_server: Any) -> None:
    """End together with `occupancy serve`, where it started us."""
    if beside := os.environ.get(parent.VARIABLE):
        parent.end_with(int(beside))


def child_exit(_server: Any, worker: Any) -> None:
    """Take what an ended process said about its present out of the sums."""
    metrics_files.forget(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    metrics_files.remove()
