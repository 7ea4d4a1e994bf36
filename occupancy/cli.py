"""`occupancy …`: the command line; it opens transactions like a page does."""

from __future__ import annotations

import sys

import click

from occupancy import clock
from occupancy.accounts.cli import administrator
from occupancy.audit_cli import audit
from occupancy.backups.cli import backup, restore
from occupancy.backups.declare_cli import declare_restore
from occupancy.demo.cli import demo
from occupancy.doctor.cli import doctor
from occupancy.evidence.cli import import_checks, import_evidence
from occupancy.filings.cli import import_filings
from occupancy.filings.receipt_cli import import_receipt
from occupancy.nightly.cli import scan
from occupancy.notices.cli import witness
from occupancy.privacy.cli import privacy
from occupancy.schema_cli import db
from occupancy.serving.cli import serve
from occupancy.settings import UnsafeSettings, demo_clock
from occupancy.tax.cli import tax
from occupancy.worker.cli import worker


@click.group()
def cli() -> None:
    """Нічліг: подання ночей, сигнали, обстеження, акти."""
    if moment := demo_clock():
        clock.pretend(moment)


@cli.group("import")
def imports() -> None:
    """Прочитати дані з файлу."""


imports.add_command(import_filings)
imports.add_command(import_receipt)
imports.add_command(import_evidence)
imports.add_command(import_checks)
audit.add_command(declare_restore)
for command in (
    administrator,
    audit,
    backup,
    db,
    demo,
    doctor,
    privacy,
    restore,
    scan,
    serve,
    tax,
    witness,
    worker,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line; a setting that is not safe ends with 2 and its name."""
    try:
        cli.main(standalone_mode=True)
    except UnsafeSettings as error:
        click.echo(str(error), err=True)
        sys.exit(2)
