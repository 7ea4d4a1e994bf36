"""Signed heads outside the database: a file that only grows, and the guard that reads it.

Whoever puts an older database back cannot put the file back unseen: it lies elsewhere, is copied
to witnesses, and the log refuses to give a number that a published head covers already.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

#: Enough bytes from the end to hold the last whole line.
_TAIL = 8192


@dataclass(frozen=True)
class Head:
    """One line of the file: the signed note of a checkpoint, and where it stands."""

    number: int
    epoch: int
    size: int
    note: str

    def line(self) -> str:
        """Return the line that the file keeps."""
        return json.dumps(self.__dict__, ensure_ascii=False, sort_keys=True) + "\n"


class HeadsFile:
    """The file of signed heads, one JSON object a line; reading it costs a look at its state."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._last: Head | None = None

    def last(self) -> Head | None:
        """Return the newest head, None while there is no file; a torn last line does not count."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            self._seen = self._last = None
            return None
        seen = (state.st_mtime_ns, state.st_size)
        if seen != self._seen:
            self._last = self._read_last(state.st_size)
            self._seen = seen
        return self._last

    def all(self) -> Iterator[Head]:
        """Yield every head, oldest first."""
        try:
            with self.path.open(encoding="utf-8") as file:
                for line in file:
                    if found := _head_of(line):
                        yield found
        except FileNotFoundError:
            return

    def append(self, heads: Iterable[Head]) -> None:
        """Add heads at the end, on the disk before this returns; each once, also by two servers."""
        wanted = list(heads)
        if not wanted:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = self.last()
            # A declared restore goes on from a lower number, in a later epoch.
            newest = (last.epoch, last.number) if last else (0, 0)
            text = "".join(each.line() for each in wanted if (each.epoch, each.number) > newest)
            if not text:
                return
            file.seek(0, os.SEEK_END)
            if file.tell() and not _ends_whole(file):
                text = "\n" + text
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())

    def set_aside(self) -> Path | None:
        """Give the file another name and return it; None where there is no file.

        For a demonstration whose database was thrown away: its heads speak of nothing any more.
        """
        if not self.path.exists():
            return None
        aside = self.path.with_stem(f"{self.path.stem}-{self.path.stat().st_mtime_ns}")
        return self.path.rename(aside)

    def _read_last(self, size: int) -> Head | None:
        with self.path.open("rb") as file:
            file.seek(max(0, size - _TAIL))
            lines = file.read().decode("utf-8", errors="replace").splitlines(keepends=True)
        for line in reversed(lines):
            if found := _head_of(line):
                return found
        return None


_watched: WeakKeyDictionary[Engine, HeadsFile] = WeakKeyDictionary()


def watch(engine: Engine, heads: HeadsFile) -> None:
    """Let every entry that is written through ``engine`` be held against ``heads``."""
    _watched[engine] = heads


def newest(bind: Engine | Connection) -> Head | None:
    """Return the newest head of the file that is watched for ``bind``, None without any."""
    heads = _watched.get(bind.engine)
    return heads.last() if heads else None


def _ends_whole(file: IO[Any]) -> bool:
    """Tell whether an open file ends with a whole line; leaves it at its end."""
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def _head_of(line: str) -> Head | None:
    if not line.endswith("\n"):
        return None
    try:
        return Head(**json.loads(line))
    except (ValueError, TypeError):
        return None
