"""Checking the whole log: entries, tree, heads, what follows from it, and what others kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from occupancy.audit.findings import Finding, Findings
from occupancy.audit.heads import Head
from occupancy.audit.models import AuditEntry
from occupancy.audit.projections import Context, Maker, Projection
from occupancy.audit.verification.beside import apart, is_beside, rows_beside, snapshot
from occupancy.audit.verification.entries import Entries
from occupancy.audit.verification.heads import Heads
from occupancy.audit.verification.outside import Evidence, Outside

__all__ = ["Asked", "Evidence", "Report", "verify", "verify_on"]

#: Below so many entries a second process costs more than it saves.
APART_FROM = 50_000
#: Told (entries done, all entries).
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """What a check looks at besides the database.

    ``heads`` is the file of signed heads (None: not looked at); ``public_key`` that of the key
    file, where there is one; ``checkpoints`` and ``receipts`` are what others kept.
    """

    heads: Sequence[Head] | None = None
    public_key: bytes | None = None
    checkpoints: Sequence[Evidence] = ()
    receipts: Sequence[Evidence] = ()


@dataclass(frozen=True)
class Report:
    """What a check found: nothing when ``good``.

    ``root`` is that of all ``entries`` (hex); ``notes`` are worth knowing and nothing wrong;
    ``findings`` the first of ``count``, ``first_seq`` the first bad entry.
    """

    entries: int
    checkpoints: int
    root: str
    first_seq: int | None
    count: int
    findings: tuple[Finding, ...]
    notes: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def good(self) -> bool:
        """Tell whether everything is as it should be."""
        return self.count == 0


def verify(
    engine: Engine,
    makers: Sequence[Maker],
    asked: Asked,
    *,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Check a log of any size, each pass on one snapshot, while others go on writing.

    From ``APART_FROM`` entries on two processes share the work, where there are two processors.
    """
    with snapshot(engine) as connection:
        parted = (os.cpu_count() or 1) > 1 and _size(connection) >= APART_FROM
        with apart(engine, makers) if parted else nullcontext() as beside:
            return verify_on(connection, makers, asked, now=now, progress=progress, beside=beside)


def verify_on(
    connection: Connection,
    makers: Sequence[Maker],
    asked: Asked,
    *,
    now: datetime,
    progress: Progress = lambda done, of: None,
    beside: Callable[[], Findings] | None = None,
) -> Report:
    """Check the log that the running transaction of ``connection`` sees.

    ``beside`` tells what ``rows_beside`` found where another process does it.
    """
    findings = Findings()
    of = _size(connection)
    heads = Heads(connection, findings, asked.heads)
    keys = {each.origin: (each.number, each.public_key) for each in heads.epochs.values()}
    outside = Outside(findings, keys, asked.checkpoints, asked.receipts)
    heads.want(outside.sizes, outside.numbers)
    context = Context(connection, findings)
    projections: list[Projection] = [make(context) for make in makers if not is_beside(make)]
    entries = Entries(connection, findings, projections, heads, outside.bodies)
    try:
        entries.check(lambda done: progress(done, of))
    except (ValueError, TypeError):  # a value that its column's type cannot hold
        findings.add(None, "unreadable", since=entries.tree.size, table="audit_entry")
    heads.finish(entries.tree, now)
    for projection in projections:
        try:
            projection.finish()
        except (ValueError, TypeError):
            findings.add(None, "unreadable", table=projection.tables[0].name)
    findings.take(beside() if beside else rows_beside(connection, makers))
    notes = outside.finish(entries.tree.size, heads.roots, heads.texts, _lost(heads))
    if asked.public_key is not None and heads.epochs:
        newest = heads.epochs[max(heads.epochs)]
        if newest.public_key != asked.public_key:
            findings.add(None, "key_foreign")
    if not heads.count and entries.tree.size:
        notes.append(("never_signed", {}))
    return Report(
        entries=entries.tree.size,
        checkpoints=heads.count,
        root=heads.root.hex(),
        first_seq=findings.first_seq,
        count=findings.count,
        findings=tuple(findings.first()),
        notes=tuple(notes),
    )


def _size(connection: Connection) -> int:
    newest = connection.scalar(select(func.max(AuditEntry.seq)))
    return 0 if newest is None else newest + 1


def _lost(heads: Heads) -> dict[int, int]:
    """Return, for each epoch that a declared restore ended, the first entry that it lost."""
    rows = list(heads.epochs.values())
    return {
        old.number: min(new.first_seq for new in rows[place:])
        for place, old in enumerate(rows[:-1], start=1)
    }
