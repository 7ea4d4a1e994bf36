"""What each signed head says by itself: its signature holds, and its columns repeat its text.

That needs neither entries nor tree, so it is checked in the pass beside that over the log.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from occupancy.audit.findings import Findings
from occupancy.audit.rules import (
    Checkpoint,
    NoteNotAuthentic,
    NoteNotReadable,
    instant,
    opened,
    read_checkpoint,
)
from occupancy.audit.verification.heads import epochs_of, heads_of


def check_signatures(connection: Connection, findings: Findings) -> None:
    """Check every stored head against the key of its epoch."""
    epochs = epochs_of(connection)
    for row in heads_of(connection):
        said = _said(row, epochs)
        if said is None:
            findings.add(None, "head_signature", number=row.number)
        elif said != Checkpoint(
            epochs[row.epoch].origin,
            row.size,
            row.root_hash,
            row.number,
            row.previous_hash,
            instant(row.at) if isinstance(row.at, datetime) else row.at,
        ):
            findings.add(None, "head_column", number=row.number)


def _said(row: Row[Any], epochs: Mapping[int, Row[Any]]) -> Checkpoint | None:
    """Return what the note says once its signature holds and nothing else stands in it."""
    epoch = epochs.get(row.epoch)
    if epoch is None:
        return None
    try:
        text = opened(row.note, epoch.origin, epoch.public_key)
        mark = row.note.removeprefix(f"{text}\n\u2014 {epoch.origin} ").removesuffix("\n")
        if base64.b64encode(base64.b64decode(mark, validate=True)).decode() != mark:
            return None
        return read_checkpoint(text)
    except (NoteNotReadable, NoteNotAuthentic, ValueError):
        return None
