"""What must hold on a disk: whole or not there, kept before it is named, kind when it is full."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO

from occupancy.backups.refusals import CannotWrite, NoRoom


@dataclass
class Draft:
    """A hidden ``folder`` in the making; ``final`` is where it stands once it is whole."""

    folder: Path
    final: Path


@contextmanager
def draft(into: Path, name: str) -> Iterator[Draft]:
    """Give a hidden folder that gets ``name`` when all went well, and is gone otherwise.

    What stands under that name is never touched: the new one is called ``name-2`` then. Raises
    ``NoRoom`` and ``CannotWrite``.
    """
    made = Draft(into / f".{name}.{secrets.token_hex(4)}.part", into / name)
    try:
        into.mkdir(parents=True, exist_ok=True)
        made.folder.mkdir(mode=0o700)
        yield made
        sync_folder(made.folder)
        made.final = _free(into, name)
        made.folder.rename(made.final)
        sync_folder(into)
    except OSError as error:
        raise meant(error, into) from error
    finally:
        shutil.rmtree(made.folder, ignore_errors=True)


def meant(error: OSError, folder: Path) -> NoRoom | CannotWrite:
    """Return what a failure to write means to a person."""
    if error.errno in (ENOSPC, EDQUOT):
        return NoRoom(folder=str(folder))
    return CannotWrite(
        folder=str(folder), why=os.strerror(error.errno) if error.errno else str(error)
    )


def sync(file: IO[bytes]) -> None:
    """Return when the contents of ``file`` are on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in ``folder`` are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _free(into: Path, name: str) -> Path:
    number, found = 2, into / name
    while found.exists():
        number, found = number + 1, into / f"{name}-{number}"
    return found
