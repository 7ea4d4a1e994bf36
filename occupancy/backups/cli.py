"""`occupancy backup DIR` and `occupancy restore DIR [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from occupancy import clock
from occupancy.audit.log import log_of
from occupancy.backups import making, restoring, unpacking
from occupancy.backups.cli_words import WORDS
from occupancy.backups.unpacking import Unpacked
from occupancy.database import make_engine
from occupancy.errors import Refusal
from occupancy.filings.cli import sentence
from occupancy.settings import Settings, from_environment

LANGUAGE = click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("backup")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--with-log-key",
    is_flag=True,
    help="Додати ключ підпису журналу / also the key that signs the log.",
)
@LANGUAGE
def backup(folder: Path, with_log_key: bool, lang: str) -> None:
    """Зробити зашифровану резервну копію в DIR; сервер тим часом працює."""
    say = WORDS[lang]
    try:
        made = making.make(
            from_environment(),
            folder,
            now=clock.true_now(),
            with_log_key=with_log_key,
            progress=_told(say["saving"]),
        )
    except Refusal as refusal:
        _refused(refusal, lang)
    told = made.manifest
    click.echo(
        say["made"].format(
            folder=made.folder,
            size=f"{made.size / 2**20:.1f}",
            rows=sum(rows for rows, _ in told.tables.values()),
            files=len(told.files),
            log=told.log_size,
            root=told.log_root[:16],
        )
    )
    click.echo(say["key_inside" if with_log_key else "key_apart"])


@click.command("restore")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--check", is_flag=True, help="Лише перевірити / only check.")
@click.option("--replace", is_flag=True, help="Замінити непорожню базу / replace what is there.")
@click.option(
    "--scratch", type=FOLDER, help="Де розгорнути на час перевірки / where to open it meanwhile."
)
@LANGUAGE
def restore(folder: Path, check: bool, replace: bool, scratch: Path | None, lang: str) -> None:
    """Повернути резервну копію з DIR (найновішу) або лише перевірити її."""
    say, settings = WORDS[lang], from_environment()
    try:
        source = unpacking.newest(folder)
        with unpacking.unpacked(settings, source, scratch or settings.data_dir) as found:
            _tell(settings, found, source, say)
            if found.differences or check:
                sys.exit(1 if found.differences or found.log.broken is not None else 0)
            if replace:
                _ask(settings, say)
            restoring.restore(settings, found, replace=replace, progress=_told(say["restoring"]))
    except Refusal as refusal:
        _refused(refusal, lang)
    click.echo(say["restored"].format(log=found.log.size))
    if restoring.ahead(log_of(settings).heads, found.log.size):
        click.echo(say["declare"])


def _tell(settings: Settings, found: Unpacked, source: Path, say: dict[str, str]) -> None:
    told = found.manifest
    click.echo(
        say["found"].format(
            folder=source,
            made=told.head.made_at,
            version=told.head.version,
            revision=told.head.revision,
            rows=sum(rows for rows, _ in told.tables.values()),
            tables=len(told.tables),
            files=len(told.files),
        )
    )
    click.echo(
        say["log"].format(size=found.log.size, root=found.log.root, origin=told.origin or "—")
    )
    for each in found.differences:
        click.echo(say["other"].format(what=each.what, said=each.said, found=each.found), err=True)
    if found.log.broken is not None:
        click.echo(say["broken"].format(seq=found.log.broken), err=True)
    if not found.differences:
        click.echo(say["good"])
    lost = restoring.ahead(log_of(settings).heads, found.log.size)
    if lost:
        facts = {**lost.__dict__, "count": lost.last - lost.first + 1}
        click.echo(say["ahead"].format(**facts), err=True)


def _ask(settings: Settings, say: dict[str, str]) -> None:
    engine = make_engine(settings.database_url)
    database = engine.url.render_as_string()
    engine.dispose()
    click.echo(say["replaces"].format(database=database), err=True)
    typed = click.prompt(say["type"].format(word=say["word"]), err=True)
    if typed.strip().lower() != say["word"]:
        click.echo(say["left"], err=True)
        sys.exit(2)


def _refused(refusal: Refusal, lang: str) -> Any:
    click.echo(sentence(refusal, lang), err=True)
    sys.exit(2)


def _told(words: str) -> making.Progress:
    def tell(done: int, every: int) -> None:
        if sys.stderr.isatty():
            click.echo("\r" + words.format(done=done, all=every), nl=done >= every, err=True)

    return tell
