"""Putting a proven backup back: one writing transaction, seen whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from occupancy.audit import services
from occupancy.audit.heads import HeadsFile
from occupancy.audit.log import log_of
from occupancy.backups import disk, rows
from occupancy.backups.archive import Sum
from occupancy.backups.log_head import log_head
from occupancy.backups.making import Progress
from occupancy.backups.refusals import NotABackup, NotEmpty, OtherFile
from occupancy.backups.unpacking import Unpacked
from occupancy.database import make_engine, upgrade
from occupancy.errors import Busy
from occupancy.settings import Settings


@dataclass(frozen=True)
class Ahead:
    """A published head beyond the backup: the entries ``first`` to ``last`` would be lost.

    More may be lost than that: what was written after the newest head has no witness here.
    """

    number: int
    epoch: int
    first: int
    last: int


def ahead(heads: HeadsFile, size: int) -> Ahead | None:
    """Tell how far the newest head outside is beyond a log of ``size`` entries, or None."""
    last = heads.last()
    if last is None or last.size <= size:
        return None
    return Ahead(last.number, last.epoch, size, last.size - 1)


def holds(settings: Settings) -> int:
    """Return how many people and deeds the database holds; none before its schema is there."""
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        found = sum(
            connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
            for name in ("person", "audit_entry")
            if inspector.has_table(name)
        )
    engine.dispose()
    return found


def restore(settings: Settings, backup: Unpacked, *, replace: bool, progress: Progress) -> None:
    """Put a backup without differences into the database and the data folder.

    Attachments come first: one too many does no harm, one too few would. The heads file of this
    machine is never changed, only made where there is none. Raises ``NotEmpty`` unless
    ``replace``, ``OtherFile``, ``NoRoom``, ``Busy`` when servers do not let go of the database.
    """
    if backup.differences:
        raise NotABackup()
    if not replace and holds(settings):
        raise NotEmpty()
    upgrade(backup.url)
    upgrade(settings.database_url)
    try:
        _put_files(backup, settings.data_dir / "files")
        log = log_of(settings)
        if backup.heads and not log.heads.path.exists():
            _put(log.heads.path, backup.heads)
        if backup.key is not None and not log.key_path.exists():
            _put(log.key_path, backup.key)
    except OSError as error:
        raise disk.meant(error, settings.data_dir) from error
    source, target = make_engine(backup.url), make_engine(settings.database_url)
    try:
        with (
            source.connect() as old,
            target.connect().execution_options(writing=True) as new,
        ):
            _transfer(old, new, backup, progress)
            new.commit()
    except OperationalError as error:
        raise Busy() from error
    finally:
        source.dispose()
        target.dispose()


def _transfer(old: Connection, new: Connection, backup: Unpacked, progress: Progress) -> None:
    given = {table.name: table for table in rows.tables(old)}
    found = rows.tables(new)
    every = sum(rows.count(old, table) for table in given.values())
    _hold(new, [*found, *rows.passing(new)])
    rows.clear(new, [*found, *rows.passing(new)])
    done = 0
    for table in found:
        columns = rows.names(rows.first_line(given[table.name]))
        for batch in _batches(rows.lines(old, given[table.name])):
            rows.load(new, table, columns, batch)
            done += len(batch)
            progress(done, every)
    rows.count_on(new, found)
    if (kept := log_head(new)).root != backup.log.root:
        raise RuntimeError(f"the log came out as {kept.root}, not as {backup.log.root}")


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(lines, 20 * rows.BATCH)):
        yield batch


def _hold(connection: Connection, found: list[sa.Table]) -> None:
    """Keep other servers from writing until the commit; SQLite has one writer anyway.

    Who signs or writes the log next waits for its lock and then finds the state that was put back.
    """
    if connection.dialect.name == "postgresql":
        for key in services.LOCKS:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        names = ", ".join(f'"{table.name}"' for table in found)
        connection.execute(sa.text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _put_files(backup: Unpacked, folder: Path) -> None:
    for name, (_, sha256) in sorted(backup.manifest.files.items()):
        target = folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, (backup.files / name).read_bytes())
        elif _sha256(target) != sha256:
            raise OtherFile(path=str(target))


def _put(path: Path, contents: bytes) -> None:
    """Write a file of its owner's only that has its name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(contents)
        disk.sync(file)
    draft.replace(path)
    disk.sync_folder(path.parent)


def _sha256(path: Path) -> str:
    summed = Sum()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            summed.add(data)
    return summed.sha256
