"""The tree's kept nodes, epochs, and every signed head, held against the leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from occupancy.audit.columns import BATCH, quick
from occupancy.audit.findings import Findings
from occupancy.audit.heads import Head
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditEpoch, AuditNode
from occupancy.audit.rules import Growth
from occupancy.database import Base, table_of

#: How long the newest entries may stand without a signed head while a server is at work.
PATIENCE = timedelta(seconds=60)


def epochs_of(connection: Connection) -> dict[int, Row[Any]]:
    """Return the stored epochs by number."""
    query = select(*_columns(AuditEpoch)).order_by(AuditEpoch.number)
    return {each.number: each for each in connection.execute(query)}


def heads_of(connection: Connection) -> Iterator[Row[Any]]:
    """Yield the stored heads in the order of their numbers."""
    query = select(*_columns(AuditCheckpoint)).order_by(AuditCheckpoint.number)
    with closing(connection.execute(query, execution_options={"yield_per": BATCH})) as result:
        yield from result


class Heads:
    """Follows the growing tree and compares it with what was kept and signed.

    ``outside`` are the heads of the file beside the database, None where it is not looked at.
    ``next_size`` is where ``reached`` wants to be called.
    """

    def __init__(
        self,
        connection: Connection,
        findings: Findings,
        outside: Iterable[Head] | None,
    ) -> None:
        self._findings = findings
        self._connection = connection
        self.epochs = epochs_of(connection)
        self._nodes: dict[tuple[int, int], bytes] = {
            (level, index): kept
            for level, index, kept in connection.execute(
                select(AuditNode.level, AuditNode.index, AuditNode.hash)
            )
        }
        self._looks_outside = outside is not None
        self._published = {(head.epoch, head.number): _print_of(head) for head in outside or ()}
        self._newest_published = max(self._published, default=(0, 0))
        self.signed: int = connection.scalar(select(func.max(AuditCheckpoint.size))) or 0
        self._rows = heads_of(connection)
        self._sizes: list[int] = []
        self._next: Row[Any] | None = next(self._rows, None)
        self._last: Row[Any] | None = None
        self._diverged = False
        self._since = 0
        self._unsigned_since: datetime | None = None
        self.count = 0
        self.root = b""
        #: Roots by size and texts by (epoch, number), where ``want`` asked for them.
        self.roots: dict[int, bytes] = {}
        self.texts: dict[tuple[int, int], str] = {}
        self._wanted: frozenset[tuple[int, int]] = frozenset()
        self.next_size = self._upcoming()

    def want(self, sizes: Iterable[int], numbers: Iterable[tuple[int, int]]) -> None:
        """Ask for the roots at ``sizes`` and the texts of the heads (epoch, number)."""
        self._sizes = sorted(set(sizes), reverse=True)
        self._wanted = frozenset(numbers)
        self.next_size = self._upcoming()

    def node(self, level: int, index: int, made: bytes) -> None:
        """Compare a subtree that the leaves complete."""
        kept = self._nodes.pop((level, index), None)
        if self._diverged or kept == made:
            return
        first, last = index << level, (index + 1 << level) - 1
        if kept is not None:
            self._findings.add(None, "node_wrong", since=first, last=last, level=level)
        elif last < self.signed:
            self._findings.add(None, "node_missing", since=first, last=last, level=level)

    def reached(self, tree: Growth) -> None:
        """Check the heads over exactly the leaves so far, and keep a root that is asked for."""
        size, root = tree.size, tree.root()
        if self._sizes and self._sizes[-1] == size:
            self.roots[self._sizes.pop()] = root
        while self._next is not None and self._next.size == size:
            self._check(self._next, root)
            self._advance()
        self.next_size = self._upcoming()

    def unsigned(self, at: datetime | str) -> None:
        """Take the moment of an entry that no head covers; text is no moment."""
        if self._unsigned_since is None and isinstance(at, datetime):
            self._unsigned_since = at

    def finish(self, tree: Growth, now: datetime) -> None:
        """Check what is left: heads over more than there is, nodes, epochs, the file."""
        self.root = tree.root()
        while self._next is not None:
            self._check(self._next, None)
            if self._next.size > tree.size:
                self._findings.add(
                    tree.size, "head_beyond", number=self._next.number, size=self._next.size
                )
            self._advance()
        for level, index in sorted(self._nodes):
            self._findings.add(None, "node_unsaid", since=index << level, level=level)
        self._check_epochs()
        self._check_published()
        late = self._unsigned_since is not None and now - self._unsigned_since > PATIENCE
        if late and self.epochs:
            self._findings.add(None, "tail_unsigned", since=self.signed, count=tree.size)

    def _upcoming(self) -> int:
        """Return the next size at which something is to be compared, -1 when nothing is."""
        due = [self._sizes[-1]] if self._sizes else []
        if self._next is not None:
            due.append(self._next.size)
        return min(due, default=-1)

    def _advance(self) -> None:
        self._last = self._next
        self._next = next(self._rows, None)
        # A head over fewer leaves than are passed already can only be told as out of order.
        while (
            self._next is not None
            and self._last is not None
            and (self._next.size < self._last.size)
        ):
            self._check(self._next, None)
            self._findings.add(None, "head_order", number=self._next.number)
            self._last = self._next
            self._next = next(self._rows, None)

    def _check(self, row: Row[Any], root: bytes | None) -> None:
        """Check one head: number, chain, the file outside, the root."""
        self.count += 1
        last, number = self._last, row.number
        add = self._findings.add
        if number != (last.number + 1 if last else 1):
            add(None, "head_gap", number=number, wanted=last.number + 1 if last else 1)
        previous = hashlib.sha256(last.note.encode()).digest() if last else bytes(32)
        if row.previous_hash != previous:
            add(None, "head_chain", number=number)
        if last and row.epoch < last.epoch:
            add(None, "head_order", number=number)
        kept = self._published.pop((row.epoch, number), None)
        if kept is not None and kept != _print(row.epoch, number, row.size, row.note):
            add(None, "head_file_differs", number=number)
        elif kept is None and (row.epoch, number) <= self._newest_published:
            add(None, "head_file_lacks", number=number)
        if root is not None and root != row.root_hash and not self._diverged:
            self._diverged = True
            add(None, "root_wrong", since=self._since, last=row.size - 1, number=number)
        elif root is not None and not self._diverged:
            self._since = row.size
        if (row.epoch, number) in self._wanted:
            self.texts[row.epoch, number] = row.note.rpartition("\n\n")[0] + "\n"

    def _check_epochs(self) -> None:
        """Each history after the first begins with the entry that declares it.

        A number may be missing: its history was lost as a whole, and no later one takes its name.
        """
        for epoch in self.epochs.values():
            wrong = not epoch.origin.endswith(f"/audit/{epoch.number}")
            began = self._began(epoch)
            if wrong or began is None or epoch.started_at != began:
                self._findings.add(None, "epoch_wrong", number=epoch.number)

    def _began(self, epoch: Row[Any]) -> datetime | None:
        """Return when an epoch must have begun, None where nothing tells of it."""
        found: datetime | None
        if epoch.number == 1:
            found = self._connection.scalar(
                select(quick(AuditCheckpoint.__table__.c.at)).where(AuditCheckpoint.number == 1)
            )
            return found if epoch.first_seq == 0 else None
        found = self._connection.scalar(
            select(quick(AuditEntry.__table__.c.at)).where(
                AuditEntry.seq == epoch.first_seq, AuditEntry.kind == "restore_declared"
            )
        )
        return found

    def _check_published(self) -> None:
        """Heads of the file that the database does not have were lost or taken away.

        Those of an epoch that a declared restore ended were told with the restore.
        """
        if self._looks_outside and self.count and self._newest_published == (0, 0):
            self._findings.add(None, "head_file_missing")
        newest = max(self.epochs, default=0)
        for epoch, number in sorted(self._published):
            if epoch >= newest:
                self._findings.add(None, "head_lost", since=self.signed, number=number)


def _columns(model: type[Base]) -> list[ColumnElement[Any]]:
    """Return all columns; a moment that is none equals nothing, and is told like a change."""
    return [quick(each).label(each.name) for each in table_of(model).columns]


def _print_of(head: Head) -> bytes:
    return _print(head.epoch, head.number, head.size, head.note)


def _print(epoch: int, number: int, size: int, note: str) -> bytes:
    """Return a digest of a head, so that a file of very many needs little memory."""
    return hashlib.sha256(f"{epoch} {number} {size} {note}".encode()).digest()
