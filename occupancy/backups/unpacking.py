"""Opening a backup into a scratch place and comparing everything with what it says of itself."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection

from occupancy.backups import archive, disk, locks, manifest, rows
from occupancy.backups.archive import PIECE, Sum
from occupancy.backups.log_head import LogHead, log_head
from occupancy.backups.making import ARCHIVE, KEY, PREFIX
from occupancy.backups.manifest import Head, Manifest
from occupancy.backups.refusals import MadeByNewer, NoBackup, NotABackup
from occupancy.database import make_engine, migrations, upgrade
from occupancy.settings import Settings


@dataclass(frozen=True)
class Difference:
    """Something that is not as the backup says of itself: a table, a file, or the log."""

    what: str
    said: str
    found: str


@dataclass
class Unpacked:
    """A backup in a scratch folder: a SQLite database at ``url``, attachments in ``files``."""

    folder: Path
    manifest: Manifest
    log: LogHead
    heads: bytes
    key: bytes | None
    differences: list[Difference] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the scratch database."""
        return _url(self.folder)

    @property
    def files(self) -> Path:
        """Return the folder of the attachments."""
        return self.folder / "files"


def newest(place: Path) -> Path:
    """Return the backup at ``place``: that folder itself, or the newest in it.

    Raises ``NoBackup``.
    """
    if (place / ARCHIVE).is_file():
        return place
    found = [each for each in place.glob(f"{PREFIX}*") if (each / ARCHIVE).is_file()]
    if not found:
        raise NoBackup(folder=str(place))
    return max(found, key=lambda each: (each.name[: len(PREFIX) + 16], len(each.name), each.name))


@contextmanager
def unpacked(settings: Settings, source: Path, scratch: Path) -> Iterator[Unpacked]:
    """Give the backup in ``source`` opened in a folder below ``scratch``, removed afterwards.

    Raises ``NoIdentity``, ``KeyNotUsable``, ``NotABackup``, ``MadeByNewer``, ``NoRoom``.
    """
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".restore-", dir=scratch))
    except OSError as error:
        raise disk.meant(error, scratch) from error
    try:
        yield _unpack(settings, source, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(settings: Settings, source: Path, folder: Path) -> Unpacked:
    key = source / KEY
    keys = locks.identities(settings, key.read_bytes() if key.exists() else None)
    reading = _Reading(folder)
    try:
        with (source / ARCHIVE).open("rb") as file, locks.unsealed(file, keys) as stream:
            reading.run(stream)
    except OSError as error:
        raise disk.meant(error, folder.parent) from error
    except (ValueError, sa.exc.StatementError) as error:
        raise NotABackup() from error
    finally:
        reading.engine.dispose()
    if reading.manifest is None:
        raise NotABackup()
    assert reading.log is not None  # nosec B101 # it is read with the manifest
    return Unpacked(
        folder,
        reading.manifest,
        reading.log,
        reading.heads,
        reading.key,
        list(_differences(reading.manifest, reading)),
    )


class _Reading:
    """What was read of the stream so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = make_engine(_url(folder))
        self.tables: dict[str, Sum] = {}
        self.files: dict[str, Sum] = {}
        self.heads = b""
        self.key: bytes | None = None
        self.manifest: Manifest | None = None
        self.log: LogHead | None = None

    def run(self, stream: IO[bytes]) -> None:
        """Load the members as they come, the tables in one transaction."""
        members = archive.members(stream)
        name, contents = next(members, (None, None))
        if name != archive.HEAD or contents is None:
            raise NotABackup()
        self._prepare(manifest.read_head(contents.read()))
        with self.engine.connect().execution_options(writing=True) as connection:
            found = {table.name: table for table in rows.tables(connection)}
            rows.clear(connection, list(found.values()))
            for name, contents in members:
                self._take(connection, found, name, contents)
            self.log = log_head(connection)
            connection.commit()

    def _prepare(self, head: Head) -> None:
        known = ScriptDirectory.from_config(migrations(_url(self.folder)))
        try:
            known.get_revision(head.revision)
        except CommandError:
            raise MadeByNewer(version=head.version) from None
        upgrade(_url(self.folder), head.revision)

    def _take(
        self, connection: Connection, found: dict[str, sa.Table], name: str, contents: IO[bytes]
    ) -> None:
        if name.startswith(archive.TABLES):
            table = name.removeprefix(archive.TABLES).partition("/")[0]
            if table not in found:
                raise NotABackup()
            columns, *lines = contents.read().splitlines(keepends=True)
            summed = self.tables.setdefault(table, Sum())
            for line in lines:
                summed.add(line)
            rows.load(connection, found[table], rows.names(columns), lines)
        elif name.startswith(archive.FILES):
            self._keep(name.removeprefix(archive.FILES), contents)
        elif name == archive.HEADS:
            self.heads = contents.read()
        elif name == archive.KEY:
            self.key = contents.read()
        elif name == archive.MANIFEST:
            self.manifest = manifest.read_manifest(contents.read())

    def _keep(self, name: str, contents: IO[bytes]) -> None:
        path = self.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        summed = self.files.setdefault(name, Sum())
        with path.open("xb") as file:
            while data := contents.read(PIECE):
                file.write(summed.add(data))


def _differences(said: Manifest, found: _Reading) -> Iterator[Difference]:
    tables = {name: (each.parts, each.sha256) for name, each in found.tables.items()}
    files = {name: (each.size, each.sha256) for name, each in found.files.items()}
    yield from _of("table", said.tables, tables)
    yield from _of("file", said.files, files)
    log = found.log
    assert log is not None  # nosec B101 # run() ends with it
    if (said.log_size, said.log_root) != (log.size, log.root):
        yield Difference("log", f"{said.log_size} {said.log_root}", f"{log.size} {log.root}")


def _of(
    kind: str, said: Mapping[str, tuple[int, str]], found: Mapping[str, tuple[int, str]]
) -> Iterator[Difference]:
    for name in sorted({*said, *found}):
        if said.get(name) != found.get(name):
            yield Difference(f"{kind} {name}", _words(said.get(name)), _words(found.get(name)))


def _words(counted: tuple[int, str] | None) -> str:
    return "—" if counted is None else f"{counted[0]} ({counted[1][:16]})"


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'scratch.sqlite'}"
