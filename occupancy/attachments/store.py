"""Where files lie: ``<data_dir>/files/ab/cd/<random>.jpg``, for the server's own eyes only."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from occupancy.attachments.intake import JPEG, PDF_TYPE, Taken
from occupancy.attachments.rules import refusals as no
from occupancy.errors import Busy, NotYours, Refusal

log = logging.getLogger(__name__)

#: The only endings there are; nothing of a name that somebody typed is ever part of a path.
ENDINGS = {JPEG: "jpg", PDF_TYPE: "pdf"}
SMALL = "-s"


@dataclass(frozen=True)
class Kept:
    """A file that lies on the disk, durable, under its random ``key`` (128 bits in hex)."""

    key: str
    taken: Taken


class Store:
    """The folder of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def keeping(self, taken: Taken) -> Iterator[Kept]:
        """Write a file, then let the deed that names it run; a refused deed leaves no file.

        The file is durable before any row tells of it. After a failure of the database it stays,
        since the row may stand: a file without a row harms nobody, a row without a file does.
        """
        kept = self.keep(taken)
        try:
            yield kept
        except Busy:
            raise
        except Refusal:
            self.drop(kept.key, taken.media_type)
            raise

    def keep(self, taken: Taken) -> Kept:
        """Write a file under a new random name; raises ``NotKept`` when the disk refuses it."""
        key = secrets.token_hex(16)
        path = self.path(key, taken.media_type)
        try:
            self._make_folders(path.parent)
            if taken.small is not None:
                _write(self.path(key, taken.media_type, small=True), taken.small)
            _write(path, taken.content)
        except OSError as error:
            log.warning("a file could not be kept: %s", error.strerror)
            self.drop(key, taken.media_type)
            raise no.NotKept() from error
        return Kept(key, taken)

    def read(self, key: str, media_type: str, *, small: bool = False) -> bytes:
        """Return a file's content; one that is gone does not exist (``NotYours``)."""
        try:
            return self.path(key, media_type, small=small).read_bytes()
        except FileNotFoundError:
            log.error("the file %s is not on the disk", key)
            raise NotYours() from None

    def drop(self, key: str, media_type: str) -> None:
        """Take a file off the disk; nothing happens when it is not there."""
        for small in (False, True):
            path = self.path(key, media_type, small=small)
            with contextlib.suppress(OSError):
                path.unlink()
                _sync(path.parent)

    def path(self, key: str, media_type: str, *, small: bool = False) -> Path:
        """Return where the file of ``key`` lies."""
        name = f"{key}{SMALL if small else ''}.{ENDINGS[media_type]}"
        return self.folder / key[:2] / key[2:4] / name

    def _make_folders(self, folder: Path) -> None:
        for each in (self.folder, folder.parent, folder):
            if not each.is_dir():
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
                _sync(each.parent)


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none: temporary name, synced, renamed, its folder synced."""
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
