"""The pass over the entries: bodies, columns, leaves, numbers, and what follows from each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from occupancy.audit.columns import batches, quick
from occupancy.audit.findings import Findings
from occupancy.audit.models import AuditEntry, AuditWords
from occupancy.audit.projections import Entry, Projection
from occupancy.audit.rules import Growth
from occupancy.audit.verification.bodies import read_body
from occupancy.audit.verification.heads import Heads

#: Told how many entries are done.
Progress = Callable[[int], None]


def readers_of(projections: Sequence[Projection]) -> dict[str, list[Callable[[Entry], None]]]:
    """Return who reads entries of each kind."""
    readers: dict[str, list[Callable[[Entry], None]]] = {}
    for projection in projections:
        for kind in projection.kinds:
            readers.setdefault(kind, []).append(projection.read)
    return readers


def entry_of(
    said: Mapping[str, Any], seq: int, at: datetime, leaf: bytes, salt: str | None
) -> Entry:
    """Return an entry as projections read it."""
    return Entry(
        seq,
        said["kind"],
        said["subject"],
        said["community"],
        said["actor"],
        at,
        leaf.hex(),
        said["facts"],
        salt,
    )


class Entries:
    """Reads every entry once, in order, in little memory."""

    def __init__(
        self,
        connection: Connection,
        findings: Findings,
        projections: Sequence[Projection],
        heads: Heads,
        kept: Mapping[int, bytes],
    ) -> None:
        self._connection = connection
        self._findings = findings
        self._heads = heads
        #: Bodies that receipts from outside hold, by entry.
        self._kept = kept
        self._readers = readers_of(projections)
        #: Entries whose words have no salt, until an entry says that they were erased.
        self._unsalted: set[int] = set()
        self.tree = Growth()

    def check(self, progress: Progress) -> None:
        """Check all of it."""
        tree, heads, wanted, sha256 = self.tree, self._heads, 0, hashlib.sha256
        for part in batches(self._connection, _query()):
            for row in part:
                seq, at, body = row[0], row[4], row[5]
                if seq != wanted:
                    self._findings.add(wanted, "seq_gap", found=seq)
                wanted = seq + 1
                leaf = sha256(b"\x00" + body).digest()
                self._check(row, leaf)
                for node in tree.append(leaf):
                    heads.node(*node)
                if tree.size == heads.next_size:
                    heads.reached(tree)
                if tree.size > heads.signed:
                    heads.unsigned(at)
            progress(tree.size)
        for seq in sorted(self._unsalted):
            self._findings.add(seq, "salt_missing")
        orphans = select(AuditWords.seq).where(
            AuditWords.seq.not_in(select(AuditEntry.seq).scalar_subquery())
        )
        for (seq,) in self._connection.execute(orphans.order_by(AuditWords.seq)):
            self._findings.add(seq, "row_unsaid", table=AuditWords.__tablename__)

    def _check(self, row: Any, leaf: bytes) -> None:
        seq, kind, community, subject, at, body, kept_leaf, salt = row
        if leaf != kept_leaf:
            self._findings.add(seq, "leaf_wrong")
        if seq in self._kept and self._kept[seq] != body:
            self._findings.add(seq, "receipt_differs")
        try:
            said = read_body(body)
            columns = (said["seq"], said["kind"], said["subject"], said["community"])
            moment = datetime.fromisoformat(said["at"])
            if columns != (seq, kind, subject, community) or moment != at:
                self._tell_columns(row, said)
            facts = said["facts"]
            if "words" in facts or salt is not None:
                self._check_salt(seq, facts, salt)
            if kind == "words_erased":
                self._unsalted.difference_update(facts["entries"])
            if readers := self._readers.get(said["kind"]):
                entry = entry_of(said, seq, moment, leaf, salt)
                for read in readers:
                    read(entry)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._findings.add(seq, "body_unreadable")

    def _tell_columns(self, row: Sequence[Any], said: Mapping[str, Any]) -> None:
        names = ("seq", "kind", "community", "subject")
        for name, stands in zip(names, row, strict=False):
            if said[name] != stands:
                self._findings.add(row[0], "entry_column", column=name)
        if datetime.fromisoformat(said["at"]) != row[4]:
            self._findings.add(row[0], "entry_column", column="at")

    def _check_salt(self, seq: int, facts: Mapping[str, Any], salt: str | None) -> None:
        if salt is None:
            self._unsalted.add(seq)
        elif "words" not in facts:
            self._findings.add(seq, "salt_unsaid")


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AuditEntry.seq,
            AuditEntry.kind,
            AuditEntry.community,
            AuditEntry.subject,
            quick(AuditEntry.__table__.c.at),
            AuditEntry.body,
            AuditEntry.leaf_hash,
            AuditWords.salt,
        )
        .outerjoin(AuditWords, AuditWords.seq == AuditEntry.seq)
        .order_by(AuditEntry.seq)
    )
