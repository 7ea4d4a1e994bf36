"""What a backup says of itself, so that it can be compared with what was found in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from occupancy.backups.refusals import MadeByNewer, NotABackup

#: Form of the backup; a later one adds to it, or is refused by older versions.
FORMAT = 1


@dataclass(frozen=True)
class Head:
    """What must be known before anything can be loaded; ``revision`` is the schema's."""

    format: int
    version: str
    made_at: str
    revision: str


@dataclass(frozen=True)
class Manifest:
    """The contents: rows and SHA-256 by table, the log's head, size and SHA-256 by attachment.

    ``log_root`` (hex) is worked out over the bodies of the first ``log_size`` entries;
    ``checkpoint`` is the newest signed head in the database, ``origin`` its log and epoch.
    """

    head: Head
    tables: Mapping[str, tuple[int, str]]
    log_size: int
    log_root: str
    origin: str = ""
    epoch: int = 0
    checkpoint: str = ""
    heads: int = 0
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def written(found: Head | Manifest) -> bytes:
    """Return the JSON of a head or a manifest."""
    return json.dumps(asdict(found), indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def read_head(data: bytes) -> Head:
    """Read a head; raises ``NotABackup``, and ``MadeByNewer`` for a form that is not known yet."""
    found = _mapping(data)
    try:
        head = Head(**found)
    except TypeError:
        if isinstance(found.get("format"), int) and found["format"] > FORMAT:
            raise MadeByNewer(version=str(found.get("version", "?"))) from None
        raise NotABackup() from None
    if head.format > FORMAT:
        raise MadeByNewer(version=head.version)
    return head


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; raises ``NotABackup``."""
    found = _mapping(data)
    try:
        return Manifest(
            **{
                **found,
                "head": Head(**found["head"]),
                "tables": {name: (rows, told) for name, (rows, told) in found["tables"].items()},
                "files": {name: (size, told) for name, (size, told) in found["files"].items()},
            }
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NotABackup() from None


def _mapping(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        raise NotABackup() from None
    if not isinstance(found, dict):
        raise NotABackup()
    return found
