"""Where the counters of gunicorn's processes lie, so that `/metrics` can add them up."""

from __future__ import annotations

import os
import shutil
import tempfile

#: Read by prometheus-client when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

_ours: list[str] = []


def prepare() -> None:
    """Make a fresh folder for the processes of this server."""
    folder = tempfile.mkdtemp(prefix="nichlih-metrics-")
    os.environ[VARIABLE] = folder
    _ours.append(folder)


def forget(pid: int) -> None:
    """Drop the gauges of a process that ended; what it counted stays."""
    # Imported here: the package decides when first imported whether it counts into files.
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)


def remove() -> None:
    """Remove the folder at the server's end."""
    for folder in _ours:
        shutil.rmtree(folder, ignore_errors=True)
