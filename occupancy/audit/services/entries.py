"""Writing entries: the one way in which a deed is recorded."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from occupancy.audit import heads, rules
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditWords
from occupancy.database import table_of

#: Key of the PostgreSQL advisory lock that makes sequence numbers gap-free.
LOCK = 0x4E49434849  # "NICHI"
#: Entries whose words are erased by one statement and named by one entry.
_AT_ONCE = 500


@dataclass(frozen=True)
class Deed:
    """What was done: ``subject`` such as ``night:LV-0001:2026-11-23``, ``facts`` the figures.

    ``words`` are what a person wrote freely, by the name of the field: the log holds a salted
    digest of them (``facts.words``), so that they can be erased and the log stays provable.
    """

    kind: str
    subject: str
    facts: Mapping[str, Any]
    community: str | None = None
    words: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """Where a deed stands in the log; ``leaf`` is its hash in hex."""

    seq: int
    at: datetime
    leaf: str


def record(session: Session, deed: Deed, *, actor: str, now: datetime) -> Recorded:
    """Append one entry to the log in the running transaction and return its place."""
    return record_all(session, [deed], actor=actor, now=now)[0]


def record_all(
    session: Session,
    deeds: Iterable[Deed],
    *,
    actor: str,
    now: datetime,
    declares_restore: bool = False,
) -> list[Recorded]:
    """Append entries in order; numbers follow each other without a gap, also with two servers.

    Raises ``LogRewound`` when the next number is covered by a head that was published before an
    older database was put back; only the declaration of that restore itself (``declares_restore``)
    is written all the same.
    """
    first = _next_seq(session)
    if not declares_restore:
        _hold(session, first)
    rows: list[dict[str, Any]] = []
    salts: list[dict[str, Any]] = []
    for seq, deed in enumerate(deeds, start=first):
        facts, salt = _with_words(deed)
        if salt:
            salts.append({"seq": seq, "salt": salt})
        body = rules.body_of(
            seq,
            deed.kind,
            now,
            actor,
            deed.subject,
            deed.community,
            secrets.token_hex(16),
            facts,
        )
        rows.append(
            {
                "seq": seq,
                "kind": deed.kind,
                "community": deed.community,
                "subject": deed.subject,
                "at": now,
                "body": body,
                "leaf_hash": rules.leaf_hash(body),
            }
        )
    if rows:
        session.execute(insert(table_of(AuditEntry)), rows)
    if salts:
        session.execute(insert(table_of(AuditWords)), salts)
    return [Recorded(row["seq"], now, row["leaf_hash"].hex()) for row in rows]


def erase_words(
    session: Session, seqs: Iterable[int], *, actor: str, why: str, now: datetime
) -> None:
    """Forget the salts of the words of entries ``seqs``, and log that; ``why`` is a code.

    The caller blanks the words themselves in its own tables. From then on a missing salt is
    explained by this entry, and the digests in the log can be matched with nothing.
    """
    known = set(seqs)
    gone: list[int] = []
    for part in _parts(sorted(known)):
        standing = select(AuditWords.seq).where(AuditWords.seq.in_(part))
        gone += sorted(session.scalars(standing))
        session.execute(delete(AuditWords).where(AuditWords.seq.in_(part)))
    for part in _parts(gone):
        record(
            session,
            Deed("words_erased", "log", {"entries": part, "why": why}),
            actor=actor,
            now=now,
        )


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    """Cut a list so that neither a statement nor an entry grows without bound."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _with_words(deed: Deed) -> tuple[Mapping[str, Any], str | None]:
    """Return the facts with a digest of each word said, and the salt that they were taken with."""
    said = {name: words for name, words in deed.words.items() if words}
    if not said:
        return deed.facts, None
    salt = secrets.token_hex(16)
    digests = {name: rules.words_digest(salt, name, words) for name, words in said.items()}
    return {**deed.facts, "words": digests}, salt


def _hold(session: Session, first: int) -> None:
    """Refuse to write beside a published head: it must be in the database, and not ahead of it.

    Its size alone would not tell: a longer history that was given up could have been put back.
    """
    head = heads.newest(session.get_bind())
    if head is None:
        return
    kept = session.scalar(select(AuditCheckpoint.note).where(AuditCheckpoint.number == head.number))
    if first < head.size or kept != head.note:
        raise rules.LogRewound(size=first, published=head.size, number=head.number)


def _next_seq(session: Session) -> int:
    """Return the next number; SQLite's writer lock is held already, PostgreSQL takes ours."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    last = session.scalar(select(func.max(AuditEntry.seq)))
    return 0 if last is None else last + 1
