"""What a projection is: rows of the domain that follow from entries of the log.

Every step says in its ``projections.py`` what its protected rows must be by the entries; nothing
in this module knows which steps there are. Entries come in the order of their numbers. A table of
which each row follows from one entry is read beside them, a row at a time (``Following``); rows
that several entries bring to what they are get replayed and compared at the end (``Standing``).
"""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from occupancy.audit.columns import quick, streamed
from occupancy.audit.findings import Findings
from occupancy.audit.rules import words_digest

_SALT = re.compile(r"[0-9a-f]{32}")


class Entry(NamedTuple):
    """An entry as projections read it.

    ``leaf`` is in hex; ``salt`` is that of the words that ``facts`` holds as digests only, None
    where there are none or they were erased.
    """

    seq: int
    kind: str
    subject: str
    community: str | None
    actor: str
    at: datetime
    leaf: str
    facts: Mapping[str, Any]
    salt: str | None

    @property
    def person(self) -> int | None:
        """Return the number of the person who did it, None for what no person does."""
        who, _, number = self.actor.partition(":")
        return int(number) if who == "person" else None

    def words(self, name: str) -> Words:
        """Return what field ``name`` must hold: words that give the digest of the entry."""
        digests = self.facts.get("words")
        return Words(name, digests.get(name), self.salt) if digests else _NO_WORDS

    @property
    def place(self) -> str:
        """Return the part of the subject behind its kind, e.g. a visit's number."""
        return self.subject.partition(":")[2]


class Words:
    """Equals what a person wrote, by its salted digest; once erased it equals nothing written."""

    __slots__ = ("digest", "name", "salt")

    def __init__(self, name: str, digest: str | None, salt: str | None) -> None:
        self.name, self.digest, self.salt = name, digest, salt

    def __eq__(self, other: object) -> bool:
        if self.digest is None or self.salt is None:
            return not other
        if not isinstance(other, str) or not _SALT.fullmatch(self.salt):
            return False
        return words_digest(self.salt, self.name, other) == self.digest


_NO_WORDS = Words("", None, None)


class Digest:
    """Equals a text or bytes by its SHA-256 (hex); without one it equals only None."""

    __slots__ = ("sha256",)

    def __init__(self, sha256: str | None) -> None:
        self.sha256 = sha256

    def __eq__(self, other: object) -> bool:
        if other is None or self.sha256 is None:
            return other is self.sha256
        if isinstance(other, str):
            other = other.encode()
        return isinstance(other, bytes) and hashlib.sha256(other).hexdigest() == self.sha256


class _Anything:
    """Equals every value: a draft that no entry speaks of yet."""

    def __eq__(self, other: object) -> bool:
        return True


ANYTHING = _Anything()


class Context:
    """What projections share: the database, what they found, and the numbers of named things.

    ``numbers`` says which number the entries gave to a name, e.g. ``facility:LV-0001`` → 1; a
    projection reads there what an earlier one put.
    """

    def __init__(self, connection: Connection, findings: Findings) -> None:
        self.connection = connection
        self.findings = findings
        self.numbers: dict[str, int] = {}


class Projection(Protocol):
    """Compares rows of ``tables`` with the entries of ``kinds``; made anew for each check."""

    tables: tuple[Table, ...]
    kinds: frozenset[str]

    def read(self, entry: Entry) -> None:
        """Take the next entry of ``kinds``."""

    def finish(self) -> None:
        """Compare what is left once every entry was read."""


#: Makes a projection for one check.
Maker = Callable[[Context], Projection]


class Following(ABC):
    """Rows that follow from one entry each and know its number.

    ``columns`` are all columns of the table in the order of what ``expected`` returns;
    ``place`` is the number of the entry that a row follows from. ``beside`` says in which of the
    two passes it is compared, so that each has about half of the work.
    """

    beside = True

    kinds: frozenset[str]
    tables: tuple[Table, ...]
    columns: tuple[str, ...]

    def __init__(self, context: Context) -> None:
        self.context = context
        self._rows = self._stream()
        self._next = next(self._rows, None)

    @abstractmethod
    def place(self) -> ColumnElement[int]:
        """Return the expression by which rows are ordered and found."""

    @abstractmethod
    def expected(self, entry: Entry) -> tuple[Any, ...] | None:
        """Return the values of the row of ``entry``, None when it has none."""

    def read(self, entry: Entry) -> None:
        """Compare the row of ``entry``."""
        seq = entry.seq
        if self._next is not None and self._next[0] < seq:
            self._pass(seq)
        wanted = self.expected(entry)
        row = self._next
        if wanted is None:
            return  # a row that stands here all the same is passed over with the next entry
        if row is None or row[0] != seq:
            self.context.findings.add(seq, "row_missing", table=self.tables[0].name)
            return
        said: tuple[Any, ...] = row[1:]
        if wanted != said:
            self._tell(seq, wanted, said)
        self._next = next(self._rows, None)

    def finish(self) -> None:
        """Tell of rows behind the last entry."""
        self._pass(None)

    def _tell(self, seq: int, wanted: tuple[Any, ...], said: tuple[Any, ...]) -> None:
        """Tell which columns of a row hold something else."""
        table = self.tables[0].name
        for name, should, stands in zip(self.columns, wanted, said, strict=True):
            if should != stands:
                self.context.findings.add(seq, "row_changed", table=table, column=name)

    def _pass(self, before: int | None) -> None:
        """Tell of rows that no entry speaks of."""
        while self._next is not None and (before is None or self._next[0] < before):
            self.context.findings.add(self._next[0], "row_unsaid", table=self.tables[0].name)
            self._next = next(self._rows, None)

    def _stream(self) -> Iterator[Row[Any]]:
        place = self.place()
        columns = [quick(self.tables[0].c[name]) for name in self.columns]
        query = select(place, *columns).order_by(place)
        return streamed(self.context.connection, query)


class Standing(ABC):
    """Rows that several entries bring to what they are.

    ``put`` says what columns of a row must hold from an entry on; what the last one said counts.
    """

    kinds: frozenset[str]
    tables: tuple[Table, ...]

    def __init__(self, context: Context) -> None:
        self.context = context
        self._rows: dict[Hashable, dict[str, tuple[int, Any]]] = {}

    @abstractmethod
    def read(self, entry: Entry) -> None:
        """Take the next entry."""

    def begin(self, seq: int, *key: Hashable, **columns: Any) -> None:
        """Let a row come to be: what is not said of it must be blank."""
        blank = dict.fromkeys(self.tables[0].columns.keys(), (seq, None))
        self._rows[key] = blank | {name: (seq, value) for name, value in columns.items()}

    def put(self, seq: int, *key: Hashable, **columns: Any) -> None:
        """Let columns of a row hold other values; an entry about a row that never was is told."""
        row = self._rows.get(key)
        if row is None:
            self.context.findings.add(seq, "row_never_was", table=self.tables[0].name)
            return
        row.update((name, (seq, value)) for name, value in columns.items())

    def said(self, *key: Hashable) -> Mapping[str, tuple[int, Any]]:
        """Return what was said of a row so far; nothing when it never was."""
        return self._rows.get(key, {})

    def finish(self) -> None:
        """Compare every row that stands, then tell of those that should."""
        table, findings = self.tables[0], self.context.findings
        for row in streamed(self.context.connection, select(table)):
            stands: dict[str, Any] = dict(zip(table.columns.keys(), row, strict=True))
            wanted = self._rows.pop(tuple(stands[each.name] for each in table.primary_key), None)
            if wanted is None:
                findings.add(self.number_of(stands), "row_unsaid", table=table.name)
                continue
            for name, (seq, should) in wanted.items():
                if should != stands[name]:
                    findings.add(seq, "row_changed", table=table.name, column=name)
        for wanted in self._rows.values():
            findings.add(min(seq for seq, _ in wanted.values()), "row_missing", table=table.name)

    def number_of(self, row: Mapping[str, Any]) -> int | None:
        """Return the entry that a row claims to follow from, where it has a column for it."""
        return row.get("audit_seq")
