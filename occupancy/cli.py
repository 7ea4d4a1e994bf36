"""`occupancy …`: the command line; it opens transactions like a page does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from occupancy import clock
from occupancy.audit_cli import audit
from occupancy.backups.cli import backup, restore
from occupancy.demo.cli import demo
from occupancy.filings.cli import import_filings
from occupancy.privacy.cli import privacy
from occupancy.scans.cli import scan
from occupancy.schema_cli import db
from occupancy.settings import UnsafeSettings, demo_clock, from_environment
from occupancy.tax.cli import tax

ROOT = Path(__file__).resolve().parent.parent


@click.group()
def cli() -> None:
    """Нічліг: подання ночей, сигнали, обстеження, акти."""
    if moment := demo_clock():
        clock.pretend(moment)


@cli.group("import")
def imports() -> None:
    """Прочитати дані з файлу."""


@cli.command()
def serve() -> None:
    """Запустити вебсервер (gunicorn)."""
    settings = from_environment()
    os.environ["OCCUPANCY_DATA_DIR"] = str(settings.data_dir)  # a relative one must survive chdir
    os.chdir(ROOT)
    os.execv(  # nosec B606 # this very Python, words of our own
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"--bind={os.environ.get('OCCUPANCY_BIND', '127.0.0.1')}:{settings.port}",
            "--workers=2",
            "--threads=4",
            "--worker-class=gthread",
            "--preload",
            "--timeout=60",
            "--graceful-timeout=10",
            "--no-control-socket",
            "wsgi:app",
        ],
    )


imports.add_command(import_filings)
for command in (audit, backup, db, demo, privacy, restore, scan, tax):
    cli.add_command(command)


def main() -> None:
    """Run the command line; a setting that is not safe ends with 2 and its name."""
    try:
        cli.main(standalone_mode=True)
    except UnsafeSettings as error:
        click.echo(str(error), err=True)
        sys.exit(2)
