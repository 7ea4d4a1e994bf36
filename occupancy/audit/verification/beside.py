"""The rows that follow from one entry each, and the signatures, in a pass beside that over the log.

It needs no tree, so a process of its own can do it on a second processor. Its
snapshot may be a moment newer than that of the other pass; each is whole in itself.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context

from sqlalchemy import Connection, Engine, select

from occupancy.audit.columns import streamed
from occupancy.audit.findings import Findings
from occupancy.audit.models import AuditCheckpoint, AuditEntry, AuditWords
from occupancy.audit.projections import Context, Following, Maker, Projection
from occupancy.audit.verification.bodies import decoded
from occupancy.audit.verification.entries import entry_of, readers_of
from occupancy.audit.verification.signatures import check_signatures
from occupancy.database import make_engine


def is_beside(maker: Maker) -> bool:
    """Tell whether what ``maker`` makes is compared here."""
    return isinstance(maker, type) and issubclass(maker, Following) and maker.beside


def _follows(maker: Maker) -> bool:
    return isinstance(maker, type) and issubclass(maker, Following)


def rows_beside(connection: Connection, makers: Iterable[Maker]) -> Findings:
    """Compare the rows of ``Following``s; the others only learn the numbers of names here.

    Signatures of heads are checked here too.
    """
    findings = Findings()
    try:
        check_signatures(connection, findings)
    except (ValueError, TypeError):  # a value that its column's type cannot hold
        findings.add(None, "unreadable", table=AuditCheckpoint.__tablename__)
    context, others = Context(connection, findings), Context(connection, Findings())
    others.numbers = context.numbers
    following: list[Projection] = []
    readers_only: list[Projection] = []
    for maker in makers:
        if is_beside(maker):
            following.append(maker(context))
        elif not _follows(maker):
            readers_only.append(maker(others))
    _read(connection, [*readers_only, *following])
    for projection in following:
        try:
            projection.finish()
        except (ValueError, TypeError):
            findings.add(None, "unreadable", table=projection.tables[0].name)
    return findings


@contextmanager
def apart(engine: Engine, makers: Sequence[Maker]) -> Iterator[Callable[[], Findings]]:
    """Begin ``rows_beside`` in a process of its own; give what waits for its findings."""
    url = engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool.submit(_in_a_process, url, tuple(makers)).result


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose one reading transaction sees a single state of the database."""
    with engine.connect() as plain, _unswept():
        if engine.dialect.name == "postgresql":
            plain = plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield plain


def _in_a_process(url: str, makers: Sequence[Maker]) -> Findings:
    engine = make_engine(url)
    try:
        with snapshot(engine) as connection:
            return rows_beside(connection, makers)
    finally:
        engine.dispose()


def _read(connection: Connection, projections: Sequence[Projection]) -> None:
    """Let projections read the entries; what is wrong with an entry itself is told elsewhere."""
    readers, sha256 = readers_of(projections), hashlib.sha256
    query = (
        select(AuditEntry.seq, AuditEntry.body, AuditWords.salt)
        .outerjoin(AuditWords, AuditWords.seq == AuditEntry.seq)
        .order_by(AuditEntry.seq)
    )
    for seq, body, salt in streamed(connection, query):
        try:
            said = decoded(body)
            if found := readers.get(said["kind"]):
                leaf = sha256(b"\x00" + body).digest()
                entry = entry_of(said, seq, datetime.fromisoformat(said["at"]), leaf, salt)
                for read in found:
                    read(entry)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue


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
