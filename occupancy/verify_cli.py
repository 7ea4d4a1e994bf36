"""`occupancy audit verify`: the whole log checked, with what others kept of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import click
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from occupancy import clock
from occupancy.audit import keys
from occupancy.audit.log import connect, log_of
from occupancy.audit.verification import Asked, Evidence, Report, verify
from occupancy.audit.verification.words import LANGUAGES, line, sentence
from occupancy.errors import Refusal
from occupancy.protected import PROJECTIONS
from occupancy.settings import Settings, from_environment

#: Seconds between two words to a waiting person, and of silence before the first.
PATIENCE = 2.0
#: Findings told one by one on the terminal.
TOLD = 20
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.option("--checkpoint", "checkpoints", type=FILE, multiple=True, help="Голова ззовні.")
@click.option("--receipt", "receipts", type=FILE, multiple=True, help="Квитанція ззовні (JSON).")
@click.option("--json", "as_json", is_flag=True, help="Результат як JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="uk", show_default=True)
def verify_command(
    checkpoints: tuple[Path, ...], receipts: tuple[Path, ...], as_json: bool, lang: str
) -> None:
    """Перевірити весь журнал: записи, дерево, голови, рядки таблиць і те, що збережено ззовні.

    Код 0 — усе гаразд, 1 — знайдено розбіжність, 2 — перевірити не вдалося.
    """
    settings = from_environment()
    began = time.monotonic()
    try:
        report = _verified(settings, checkpoints, receipts, _progress(lang))
    except (SQLAlchemyError, OSError, UnicodeDecodeError, BrokenExecutor) as error:
        told = str(error).splitlines()[0]
        click.echo(line("not_run", lang, told=told), err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(_plain(report, time.monotonic() - began), ensure_ascii=False))
    else:
        _tell(report, lang)
    sys.exit(0 if report.good else 1)


def _verified(
    settings: Settings,
    checkpoints: tuple[Path, ...],
    receipts: tuple[Path, ...],
    progress: Callable[[int, int], None],
) -> Report:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise FileNotFoundError(f"{url.database}: no such database")
    log = log_of(settings)
    # The file first: the database is ahead of it, never behind.
    heads = list(log.heads.all())
    try:
        public_key = keys.load(log.key_path).public
    except Refusal:  # somebody else checks a copy: the keys of the epochs must do
        public_key = None
    asked = Asked(heads, public_key, _read(checkpoints), _read(receipts))
    engine = connect(settings)
    try:
        return verify(engine, PROJECTIONS, asked, now=clock.now(), progress=progress)
    finally:
        engine.dispose()


def _read(paths: tuple[Path, ...]) -> list[Evidence]:
    return [Evidence(path.name, path.read_text(encoding="utf-8")) for path in paths]


def _progress(lang: str) -> Callable[[int, int], None]:
    """Return what counts the entries on a terminal, once it takes long."""
    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if sys.stderr.isatty() and time.monotonic() - last >= PATIENCE:
            last = time.monotonic()
            click.echo(line("working", lang, done=done, of=of), err=True)

    return tell


def _tell(report: Report, lang: str) -> None:
    if report.good:
        click.echo(line("good", lang, entries=report.entries, heads=report.checkpoints))
        click.echo(line("root", lang, root=report.root))
    else:
        click.echo(line("bad", lang, count=report.count), err=True)
        if report.first_seq is not None:
            click.echo(line("first", lang, seq=report.first_seq), err=True)
        for finding in report.findings[:TOLD]:
            told = sentence(finding.code, finding.facts, lang)
            if finding.seq is not None:
                told = line("at", lang, seq=finding.seq, told=told)
            elif finding.since is not None:
                told = line("since", lang, seq=finding.since, told=told)
            click.echo(f"  {told}", err=True)
        if report.count > TOLD:
            click.echo(f"  {line('more', lang, more=report.count - TOLD)}", err=True)
    for code, facts in report.notes:
        click.echo(sentence(code, facts, lang), err=True)


def _plain(report: Report, seconds: float) -> dict[str, Any]:
    """Return a report as JSON holds it."""
    return {
        "good": report.good,
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "root": report.root,
        "first_bad_seq": report.first_seq,
        "count": report.count,
        "findings": [
            {
                "seq": each.seq,
                "since": each.since,
                "code": each.code,
                "facts": dict(each.facts),
                "uk": sentence(each.code, each.facts, "uk"),
                "en": sentence(each.code, each.facts, "en"),
            }
            for each in report.findings
        ],
        "notes": [{"code": code, "facts": dict(facts)} for code, facts in report.notes],
        "seconds": round(seconds, 3),
    }
