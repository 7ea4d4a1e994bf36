"""`occupancy import evidence FILE` and `occupancy import checks FILE`."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.attachments.rules import limits
from occupancy.audit.log import connect
from occupancy.database import saving
from occupancy.errors import Refusal
from occupancy.evidence import schemas, services
from occupancy.evidence.commands import Origin
from occupancy.evidence.services import EvidenceReport
from occupancy.filings.cli import TOLD, sentence
from occupancy.filings.schemas import tables
from occupancy.settings import from_environment

WORDS = {
    "uk": {
        "row": "рядок {line}: {field}{value}: {told}",
        "more": "… і ще {more} зауважень",
        "none": "Нічого не взято: рядків {rows}, зауважень {refused}.",
        "kept": "Додано: {added}; виправлено: {corrected}; без змін: {unchanged}.",
        "looked": "Перевірено, нічого не взято. Було б додано: {added}; "
        "виправлено: {corrected}; без змін: {unchanged}.",
        "again": "Цей файл уже взято {when}: нічого не додано.",
        "file": "Файл не прочитано: {told}",
        "source": "Джерело: {told}",
    },
    "en": {
        "row": "line {line}: {field}{value}: {told}",
        "more": "… and {more} more remarks",
        "none": "Nothing was taken: {rows} rows, {refused} remarks.",
        "kept": "Added: {added}; corrected: {corrected}; unchanged: {unchanged}.",
        "looked": "Checked, nothing was taken. Would be added: {added}; "
        "corrected: {corrected}; unchanged: {unchanged}.",
        "again": "This file was taken on {when}: nothing was added.",
        "file": "The file could not be read: {told}",
        "source": "The source: {told}",
    },
}

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Лише перевірити / only check.")
_LANG = click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
_SOURCE = click.option(
    "--source", help="Хто дав числа; типово — назва файлу / who gave the figures."
)


@click.command("evidence")
@_FILE
@_SOURCE
@_DRY_RUN
@_LANG
def import_evidence(file: Path, source: str | None, dry_run: bool, lang: str) -> None:
    """Узяти показники з FILE (CSV або XLSX): воду, струм, платформи; усі або жодного."""
    _take(file, source, dry_run, WORDS[lang], lang, schemas.READINGS, services.import_evidence)


@click.command("checks")
@_FILE
@_SOURCE
@_DRY_RUN
@_LANG
def import_checks(file: Path, source: str | None, dry_run: bool, lang: str) -> None:
    """Узяти минулі перевірки з FILE (CSV або XLSX): хто, коли, скільки побачено."""
    _take(file, source, dry_run, WORDS[lang], lang, schemas.CHECKS, services.import_checks)


def _take(
    file: Path,
    source: str | None,
    dry_run: bool,
    say: dict[str, str],
    lang: str,
    columns: tables.Columns,
    deed: Callable[..., EvidenceReport],
) -> None:
    data = file.read_bytes()
    try:
        table = tables.read(data, columns=columns, memory=limits.BOOK_MEMORY_OFFICE_MIB)
    except Refusal as refusal:
        _stop(say["file"].format(told=sentence(refusal, lang)))
    origin = Origin(source or file.name, hashlib.sha256(data).hexdigest())
    engine = connect(from_environment())
    try:
        with Session(engine) as session, saving(session):
            report = deed(session, table, origin, now=clock.now(), keep=not dry_run)
    except Refusal as refusal:
        _stop(say["source"].format(told=sentence(refusal, lang)))
    finally:
        engine.dispose()
    _tell(report, say, lang, dry_run)
    sys.exit(1 if report.refused else 0)


def _tell(report: EvidenceReport, say: dict[str, str], lang: str, dry_run: bool) -> None:
    for each in report.refused[:TOLD]:
        value = f" «{each.value}»" if each.value else ""
        told = sentence(each.refusal, lang)
        click.echo(
            say["row"].format(
                line=each.line, field=each.refusal.field or "", value=value, told=told
            )
        )
    if len(report.refused) > TOLD:
        click.echo(say["more"].format(more=len(report.refused) - TOLD))
    if report.refused:
        click.echo(say["none"].format(rows=report.rows, refused=len(report.refused)), err=True)
    elif report.again is not None:
        when = clock.in_kyiv(report.again).strftime("%d.%m.%Y %H:%M")
        click.echo(say["again"].format(when=when))
    else:
        counts: dict[str, Any] = {
            name: getattr(report, name) for name in ("added", "corrected", "unchanged")
        }
        click.echo(say["looked" if dry_run else "kept"].format(**counts))


def _stop(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(2)
