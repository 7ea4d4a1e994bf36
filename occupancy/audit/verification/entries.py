"""The pass over the entries: bodies, columns, leaves, numbers, and what follows from each."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import Connection, Row, select

from occupancy.audit.findings import Findings
from occupancy.audit.models import AuditEntry, AuditWords
from occupancy.audit.projections import BATCH, Entry, Projection
from occupancy.audit.rules import Growth, canonical
from occupancy.audit.rules.bodies import VERSION
from occupancy.audit.verification.heads import Heads

#: Told how many entries are done.
Progress = Callable[[int], None]

_NAMES = frozenset(
    ("v", "seq", "kind", "at", "actor", "subject", "community", "salt", "facts")
)  # fmt: skip
_LONG = re.compile(rb"\d{16}")


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"the log holds no {text}")


_DECODE = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction).raw_decode
_ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode


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
        self._readers: dict[str, list[Callable[[Entry], None]]] = {}
        for projection in projections:
            for kind in projection.kinds:
                self._readers.setdefault(kind, []).append(projection.read)
        #: Entries whose words have no salt, until an entry says that they were erased.
        self._unsalted: set[int] = set()
        self.tree = Growth()

    def check(self, progress: Progress) -> None:
        """Check all of it."""
        tree, heads, wanted = self.tree, self._heads, 0
        for part in self._parts():
            for row in part:
                if row[0] != wanted:
                    self._findings.add(wanted, "seq_gap", found=row[0])
                wanted = row[0] + 1
                leaf = hashlib.sha256(b"\x00" + row.body).digest()
                self._check(row, leaf)
                for node in tree.append(leaf):
                    heads.node(*node)
                if tree.size == heads.next_size:
                    heads.reached(tree)
                if tree.size > heads.signed:
                    heads.unsigned(row.at)
            progress(tree.size)
        for seq in sorted(self._unsalted):
            self._findings.add(seq, "salt_missing")
        orphans = select(AuditWords.seq).where(
            AuditWords.seq.not_in(select(AuditEntry.seq).scalar_subquery())
        )
        for (seq,) in self._connection.execute(orphans.order_by(AuditWords.seq)):
            self._findings.add(seq, "row_unsaid", table=AuditWords.__tablename__)

    def _parts(self) -> Iterator[Sequence[Any]]:
        query = (
            select(
                AuditEntry.seq,
                AuditEntry.kind,
                AuditEntry.community,
                AuditEntry.subject,
                AuditEntry.at,
                AuditEntry.body,
                AuditEntry.leaf_hash,
                AuditWords.salt,
            )
            .outerjoin(AuditWords, AuditWords.seq == AuditEntry.seq)
            .order_by(AuditEntry.seq)
        )
        read = self._connection.execute(query, execution_options={"yield_per": BATCH})
        with closing(read) as result:
            yield from result.partitions()

    def _check(self, row: Any, leaf: bytes) -> None:
        seq, kind, community, subject, at, body, kept_leaf, salt = row
        if leaf != kept_leaf:
            self._findings.add(seq, "leaf_wrong")
        if seq in self._kept and self._kept[seq] != body:
            self._findings.add(seq, "receipt_differs")
        try:
            said = _read(body)
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
                entry = Entry(
                    seq,
                    said["kind"],
                    said["subject"],
                    said["community"],
                    said["actor"],
                    moment,
                    leaf.hex(),
                    facts,
                    salt,
                )
                for read in readers:
                    read(entry)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._findings.add(seq, "body_unreadable")

    def _tell_columns(self, row: Row[Any], said: Mapping[str, Any]) -> None:
        for name in ("seq", "kind", "subject", "community"):
            if said[name] != row._mapping[name]:
                self._findings.add(row.seq, "entry_column", column=name)
        if datetime.fromisoformat(said["at"]) != row.at:
            self._findings.add(row.seq, "entry_column", column="at")

    def _check_salt(self, seq: int, facts: Mapping[str, Any], salt: str | None) -> None:
        if salt is None:
            self._unsalted.add(seq)
        elif "words" not in facts:
            self._findings.add(seq, "salt_unsaid")


def _read(body: bytes) -> dict[str, Any]:
    """Return what a body says; raises ``ValueError`` or ``TypeError`` unless it is canonical."""
    said, _ = _DECODE(body.decode())
    if _ENCODE(said).encode() != body or said.keys() != _NAMES or said["v"] != VERSION:
        raise ValueError("not the canonical bytes of an entry")
    if (_may_be_inexact(body) or not body.isascii()) and canonical(said) != body:
        raise ValueError("not the canonical bytes of an entry")
    found: dict[str, Any] = said
    return found


def _may_be_inexact(body: bytes) -> bool:
    """Tell whether a body holds an integer so long that it may be beyond 2^53."""
    return any(body[hit.start() - 1] in b":,[-" for hit in _LONG.finditer(body))
