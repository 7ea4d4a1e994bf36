"""Checking the whole log: entries, tree, heads, what follows from it, and what others kept."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from occupancy.audit.findings import Finding, Findings
from occupancy.audit.heads import Head
from occupancy.audit.models import AuditEntry
from occupancy.audit.projections import Context, Maker, Projection
from occupancy.audit.verification.entries import Entries
from occupancy.audit.verification.heads import Heads
from occupancy.audit.verification.outside import Evidence, Outside

__all__ = ["Asked", "Evidence", "Report", "verify", "verify_on"]

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
    makers: Iterable[Maker],
    asked: Asked,
    *,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Check a log of any size in one pass, on one snapshot, while others go on writing."""
    with engine.connect() as plain, _unswept():
        if engine.dialect.name == "postgresql":
            plain = plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        return verify_on(plain, makers, asked, now=now, progress=progress)


def verify_on(
    connection: Connection,
    makers: Iterable[Maker],
    asked: Asked,
    *,
    now: datetime,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Check the log that the running transaction of ``connection`` sees."""
    findings = Findings()
    count = connection.scalar(select(func.max(AuditEntry.seq)))
    of = 0 if count is None else count + 1
    heads = Heads(connection, findings, asked.heads)
    keys = {each.origin: (each.number, each.public_key) for each in heads.epochs.values()}
    outside = Outside(findings, keys, asked.checkpoints, asked.receipts)
    heads.want(outside.sizes, outside.numbers)
    context = Context(connection, findings)
    projections: list[Projection] = [make(context) for make in makers]
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


@contextmanager
def _unswept() -> Iterator[None]:
    """Pause the collector of circular garbage: the pass makes none, and looking costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lost(heads: Heads) -> dict[int, int]:
    """Return, for each epoch that a declared restore ended, the first entry that it lost."""
    rows = list(heads.epochs.values())
    return {
        old.number: min(new.first_seq for new in rows[place:])
        for place, old in enumerate(rows[:-1], start=1)
    }
