"""Making a backup while the server serves: one reading transaction, one stream, one rename."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from occupancy import __version__
from occupancy.audit.log import log_of
from occupancy.audit.rules import instant
from occupancy.backups import archive, disk, locks, manifest, rows
from occupancy.backups.archive import Sum
from occupancy.backups.log_head import log_head
from occupancy.backups.manifest import Head, Manifest
from occupancy.database import make_engine
from occupancy.settings import Settings

#: The encrypted archive, and beside it, with a passphrase, the encrypted key to it.
ARCHIVE, KEY = "backup.tar.gz.age", "key.age"
#: How a backup's folder is called: ``nichlih-20261123T204500Z``.
PREFIX = "nichlih-"
#: How many rows pass between two words to a waiting person.
STEP = 20_000

#: Called with rows done and rows in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """A finished backup: its folder, what it says of itself, its bytes on disk."""

    folder: Path
    manifest: Manifest
    size: int


def make(
    settings: Settings, into: Path, *, now: datetime, with_log_key: bool, progress: Progress
) -> Made:
    """Make the next backup in the folder ``into``.

    It has its final name only when it is whole and on the disk; one that stands there is never
    touched. Raises ``NoKey``, ``KeyNotUsable``, ``NoRoom``, ``CannotWrite``.
    """
    lock = locks.lock(settings)
    writing = _Writing(settings, now, with_log_key, progress)
    with disk.draft(into, f"{PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}") as draft:
        with (draft.folder / ARCHIVE).open("xb") as target:
            locks.seal(archive.compressed(writing.parts()), target, lock.recipients)
            disk.sync(target)
        if lock.key is not None:
            with (draft.folder / KEY).open("xb") as target:
                target.write(lock.key)
                disk.sync(target)
    size = sum(each.stat().st_size for each in draft.final.iterdir())
    return Made(draft.final, writing.manifest, size)


@dataclass
class _Writing:
    """One run over the database; ``manifest`` is there once ``parts`` came to its end."""

    settings: Settings
    now: datetime
    with_log_key: bool
    progress: Progress
    done: int = 0
    every: int = 0
    manifest: Manifest = field(init=False)

    def parts(self) -> Iterator[bytes]:
        """Yield the archive. The heads are read before the snapshot: none of them is beyond it."""
        log = log_of(self.settings)
        heads = log.heads.path.read_bytes() if log.heads.path.exists() else b""
        engine = make_engine(self.settings.database_url)
        try:
            with engine.connect() as connection:
                yield from self._of(_snapshot(connection), heads)
        finally:
            engine.dispose()

    def _of(self, connection: Connection, heads: bytes) -> Iterator[bytes]:
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        head = Head(manifest.FORMAT, __version__, instant(self.now), str(revision))
        yield archive.member(archive.HEAD, manifest.written(head))
        found = rows.tables(connection)
        self.every = sum(rows.count(connection, table) for table in found)
        sums = {table.name: Sum() for table in found}
        for table in found:
            pieces = self._pieces(connection, table, sums[table.name])
            for number, piece in enumerate(pieces, start=1):
                name = f"{archive.TABLES}{table.name}/{number:06d}.jsonl"
                yield archive.member(name, piece)
        self.progress(self.done, self.every)
        yield archive.member(archive.HEADS, heads)
        files: dict[str, Sum] = {}
        yield from _files(self.settings.data_dir / "files", files)
        if self.with_log_key:
            key = log_of(self.settings).key_path
            yield archive.member(archive.KEY, key.read_bytes())
        log = log_head(connection)
        self.manifest = Manifest(
            head=head,
            tables={name: (each.parts, each.sha256) for name, each in sums.items()},
            log_size=log.size,
            log_root=log.root,
            origin=log.origin,
            epoch=log.epoch,
            checkpoint=log.checkpoint,
            heads=heads.count(b"\n"),
            files={name: (each.size, each.sha256) for name, each in files.items()},
        )
        yield archive.member(archive.MANIFEST, manifest.written(self.manifest))

    def _pieces(self, connection: Connection, table: sa.Table, summed: Sum) -> Iterator[bytes]:
        """Yield a table in pieces of about ``archive.PIECE`` bytes; an empty one is one piece."""
        first = rows.first_line(table)
        piece = bytearray(first)
        for line in rows.lines(connection, table):
            if len(piece) > archive.PIECE:
                yield bytes(piece)
                piece = bytearray(first)
            piece += summed.add(line)
            self.done += 1
            if self.done % STEP == 0:
                self.progress(self.done, self.every)
        yield bytes(piece)


def _snapshot(connection: Connection) -> Connection:
    """Let everything that is read show one moment; SQLite's reading transaction does already."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return connection


def _files(folder: Path, files: dict[str, Sum]) -> Iterator[bytes]:
    """Yield the attachments. They are written before the rows that name them and never changed.

    So those of the snapshot are all here; one that a retention term removes meanwhile is left out,
    and so is one that is still being written under a hidden name.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.is_symlink() or path.name.startswith("."):
            continue
        summed = Sum()
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            yield from archive.file_member(archive.FILES + name, file, summed)
        files[name] = summed
