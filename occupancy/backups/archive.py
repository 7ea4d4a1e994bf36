"""The inside of a backup: a gzipped tar that is written and read as a stream, in little memory.

Its members, in this order: ``head.json`` (what must be known before anything can be loaded),
``tables/<name>/<number>.jsonl`` (the columns in the first line, then rows), ``log-heads.jsonl``,
``files/…``, perhaps ``log-key.pem``, and last ``manifest.json``: without it a backup is not whole.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from occupancy.backups.refusals import NotABackup

HEAD, HEADS, KEY, MANIFEST = "head.json", "log-heads.jsonl", "log-key.pem", "manifest.json"
TABLES, FILES = "tables/", "files/"
#: A piece of a table; it is held in memory once while writing and once while reading.
PIECE = 1 << 20
#: Rows are small and alike: a fast level gets most of what there is to get.
LEVEL = 3

_GZIP = zlib.MAX_WBITS | 16


@dataclass
class Sum:
    """Parts, bytes and SHA-256 of what passes by."""

    parts: int = 0
    size: int = 0
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> bytes:
        """Count ``data`` and give it back."""
        self.parts += 1
        self.size += len(data)
        self._hash.update(data)
        return data

    @property
    def sha256(self) -> str:
        """Return the hash so far in hex."""
        return self._hash.hexdigest()


def member(name: str, data: bytes) -> bytes:
    """Return a whole member."""
    return _header(name, len(data)) + data + _padding(len(data))


def file_member(name: str, file: IO[bytes], summed: Sum) -> Iterator[bytes]:
    """Yield an open file as a member; raises ``OSError`` when it shrinks while it is read."""
    size = left = os.fstat(file.fileno()).st_size
    yield _header(name, size)
    while left:
        data = file.read(min(PIECE, left))
        if not data:
            raise OSError(f"{name} became shorter while it was read")
        left -= len(data)
        yield summed.add(data)
    yield _padding(size)


def compressed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the gzip stream of an archive made of ``parts``, its end included."""
    gzip = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    for part in parts:
        if made := gzip.compress(part):
            yield made
    yield gzip.compress(bytes(2 * tarfile.BLOCKSIZE)) + gzip.flush()


def members(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and contents of each member of a decrypted stream.

    Raises ``NotABackup`` for anything but plain files of plain names.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:
            for info in tar:
                opened = tar.extractfile(info) if info.isfile() else None
                if opened is None or ".." in info.name.split("/") or info.name.startswith("/"):
                    raise NotABackup()
                yield info.name, opened
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise NotABackup() from error


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)
