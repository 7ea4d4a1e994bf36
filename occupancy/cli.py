"""`occupancy …`: the command line; it opens transactions like a page does.

A command is imported when somebody asks for it: the check of the log needs neither the detector
nor the printer, and each of its processes would take them into memory first.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

import occupancy.protected  # noqa: F401 - whichever command runs, its tables know one another
from occupancy import clock
from occupancy.settings import UnsafeSettings, demo_clock

#: Where each command stands: its module and its name there.
COMMANDS = {
    "administrator": "occupancy.accounts.cli:administrator",
    "backup": "occupancy.backups.cli:backup",
    "db": "occupancy.schema_cli:db",
    "demo": "occupancy.demo.cli:demo",
    "doctor": "occupancy.doctor.cli:doctor",
    "privacy": "occupancy.privacy.cli:privacy",
    "restore": "occupancy.backups.cli:restore",
    "scan": "occupancy.nightly.cli:scan",
    "serve": "occupancy.serving.cli:serve",
    "tax": "occupancy.tax.cli:tax",
    "witness": "occupancy.notices.cli:witness",
    "worker": "occupancy.worker.cli:worker",
}
OF_THE_LOG = {
    "checkpoint": "occupancy.audit_cli:checkpoint",
    "declare-restore": "occupancy.backups.declare_cli:declare_restore",
    "key": "occupancy.audit_cli:key",
    "verify": "occupancy.verify_cli:verify_command",
}
IMPORTS = {
    "checks": "occupancy.evidence.cli:import_checks",
    "evidence": "occupancy.evidence.cli:import_evidence",
    "filings": "occupancy.filings.cli:import_filings",
    "receipt": "occupancy.filings.receipt_cli:import_receipt",
}


class Shelf(click.Group):
    """A group that knows where its commands stand and fetches the one that is asked for."""

    def __init__(self, places: Mapping[str, str], **settings: Any) -> None:
        super().__init__(**settings)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the alphabet."""
        return sorted({*self.commands, *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None when there is none of this name."""
        if cmd_name not in self.commands and cmd_name in self._places:
            module, _, name = self._places[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), name), cmd_name)
        return self.commands.get(cmd_name)


def _begin() -> None:
    if moment := demo_clock():
        clock.pretend(moment)


cli = Shelf(
    COMMANDS,
    name="occupancy",
    callback=_begin,
    help="Нічліг: подання ночей, сигнали, обстеження, акти.",
)
cli.add_command(Shelf(OF_THE_LOG, name="audit", help="Журнал довіри: голови, ключ, перевірка."))
cli.add_command(Shelf(IMPORTS, name="import", help="Прочитати дані з файлу."))


def main() -> None:
    """Run the command line; a setting that is not safe ends with 2 and its name."""
    try:
        cli.main(standalone_mode=True)
    except UnsafeSettings as error:
        click.echo(str(error), err=True)
        sys.exit(2)
