"""`occupancy serve`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from occupancy.serving import pair, safe
from occupancy.settings import from_environment

ROOT = Path(__file__).resolve().parent.parent.parent


@click.command()
def serve() -> None:
    """Запустити вебсервер (gunicorn) і фоновий процес поруч."""
    settings = from_environment()
    safe.refuse_unsafe(settings)
    os.environ["OCCUPANCY_DATA_DIR"] = str(settings.data_dir)  # a relative one must survive chdir
    os.chdir(ROOT)
    beside = [sys.executable, "-m", "occupancy.serving.pair"]
    # The command line is left behind: what stays in memory is small.
    words = beside if settings.worker else pair.WEB
    os.execv(sys.executable, words)  # nosec B606 # this very Python, words of our own
