"""`occupancy import filings FILE`: a table of nights, all of it or nothing."""

from __future__ import annotations

import gettext
import sys
import time
from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click
from babel.dates import format_date, format_datetime
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.attachments.rules import limits
from occupancy.audit.log import connect
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.filings.schemas import tables
from occupancy.filings.services import FileReport, file_table
from occupancy.registry import queries as registry
from occupancy.settings import from_environment

#: Words stay silent for this long; then a line on the terminal counts the nights.
PATIENCE = 2.0
#: Rows that are told one by one; the rest is counted.
TOLD = 500

WORDS = {
    "uk": {
        "row": "рядок {line}: {field}{value}: {told}",
        "more": "… і ще {more} рядків із зауваженнями",
        "none": "Нічого не подано: рядків {rows}, із зауваженнями {refused}.",
        "kept": "Подано ночей: {filed}; виправлено: {corrected}; без змін: {unchanged}.",
        "looked": "Перевірено, нічого не подано. Було б подано ночей: {filed}; "
        "виправлено: {corrected}; без змін: {unchanged}.",
        "file": "Файл не прочитано: {told}",
        "working": "Опрацьовано {done} із {all} ночей",
    },
    "en": {
        "row": "line {line}: {field}{value}: {told}",
        "more": "… and {more} more rows with remarks",
        "none": "Nothing was filed: {rows} rows, {refused} remarks.",
        "kept": "Nights filed: {filed}; corrected: {corrected}; unchanged: {unchanged}.",
        "looked": "Checked, nothing was filed. Nights that would be filed: {filed}; "
        "corrected: {corrected}; unchanged: {unchanged}.",
        "file": "The file could not be read: {told}",
        "working": "{done} of {all} nights done",
    },
}


@click.command("filings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Лише перевірити / only check.")
@click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
@click.option("--band", help="Цінова група для рядків без розподілу / price band of unsplit rows.")
@click.option("--reason", help="Причина для всіх виправлень / the reason of every correction.")
def import_filings(
    file: Path, dry_run: bool, lang: str, band: str | None, reason: str | None
) -> None:
    """Подати ночі з FILE (CSV або XLSX): усі або жодної."""
    say = WORDS[lang]
    try:
        table = tables.read(file.read_bytes(), memory=limits.BOOK_MEMORY_OFFICE_MIB)
    except Refusal as refusal:
        click.echo(say["file"].format(told=sentence(refusal, lang)), err=True)
        sys.exit(2)
    engine = connect(from_environment())
    with Session(engine) as session, saving(session):
        report = file_table(
            session,
            table,
            registry.facilities(session),
            source="import",
            author_id=None,
            now=clock.now(),
            band=band,
            reason=reason,
            keep=not dry_run,
            progress=_progress(say["working"]),
        )
    engine.dispose()
    _tell(report, say, lang, dry_run)
    sys.exit(1 if report.refused else 0)


def _tell(report: FileReport, say: dict[str, str], lang: str, dry_run: bool) -> None:
    for row in report.refused[:TOLD]:
        value = f" «{row.value}»" if row.value else ""
        told = sentence(row.refusal, lang)
        click.echo(
            say["row"].format(line=row.line, field=row.refusal.field, value=value, told=told)
        )
    if len(report.refused) > TOLD:
        click.echo(say["more"].format(more=len(report.refused) - TOLD))
    if report.refused:
        click.echo(say["none"].format(rows=report.rows, refused=len(report.refused)), err=True)
        return
    click.echo(
        say["looked" if dry_run else "kept"].format(
            filed=report.filed, corrected=report.corrected, unchanged=report.unchanged
        )
    )


def _progress(words: str) -> Any:
    began = time.monotonic()

    def tell(done: int, every: int) -> None:
        if time.monotonic() - began > PATIENCE:
            click.echo(words.format(done=done, all=every), err=True)

    return tell


def sentence(refusal: Refusal, lang: str) -> str:
    """Return the sentence of a refusal from the same catalog that the pages use."""
    facts = {name: _shown(value, lang) for name, value in refusal.facts.items()}
    with as_file(files("occupancy") / "web" / "translations") as folder:
        words = gettext.translation("messages", folder, [lang], fallback=True)
    found = words.gettext(refusal.code)
    return found % facts if found != refusal.code else f"{refusal.code} {facts}"


def _shown(value: Any, lang: str) -> Any:
    if isinstance(value, datetime):
        return format_datetime(clock.in_kyiv(value), "d MMMM y, HH:mm", locale=lang)
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale=lang)
    return value
