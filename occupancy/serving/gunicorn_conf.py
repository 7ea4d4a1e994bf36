"""gunicorn's configuration: ``gunicorn --config python:occupancy.serving.gunicorn_conf``.

Read by `occupancy serve` and by the systemd unit alike, so that both serve in the same way.
"""

from __future__ import annotations

import os
from typing import Any

from occupancy.serving import parent
from occupancy.settings import from_environment

_settings = from_environment()

wsgi_app = "wsgi:app"
bind = [f"{_settings.bind}:{_settings.port}"]
proc_name = "nichlih-web"

#: Two processes of four threads: enough for every facility of an oblast in the last minutes.
workers = 2
worker_class = "gthread"
threads = 4
#: Seconds after which a process that says nothing is ended.
timeout = 60
#: Seconds that requests under way get when the server ends.
graceful_timeout = 10

#: The application is built once, before the processes part: less memory, and one failure to read.
preload_app = True
#: Nobody steers the server through a socket in the home folder.
control_socket_disable = True
logger_class = "occupancy.serving.gunicorn_logs.Lines"


def on_starting(_server: Any) -> None:
    """End together with `occupancy serve`, where it started us."""
    if beside := os.environ.get(parent.VARIABLE):
        parent.end_with(int(beside))
