"""The log of a server: where it is published, what signs it, where its heads are kept outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from occupancy.audit import heads, keys, queries, services
from occupancy.audit.heads import Head, HeadsFile
from occupancy.audit.keys import LogKey
from occupancy.audit.queries import CheckpointRow
from occupancy.audit.rules import LogRewound
from occupancy.database import make_engine, saving
from occupancy.settings import Settings


@dataclass(frozen=True)
class Log:
    """``host`` begins the origin of each epoch; ``key_path`` and ``heads`` lie beside the data."""

    host: str
    key_path: Path
    heads: HeadsFile

    def origin(self, epoch: int) -> str:
        """Return the origin line of the heads of an epoch (numbered from 1)."""
        return services.origin_of(self.host, epoch)

    def key(self, session: Session) -> LogKey:
        """Return the signing key; the first one is made where a log has no past yet.

        Raises ``LogKeyMissing`` where it has one: a new key would be a silent break.
        """
        if not self.key_path.exists() and queries.epoch(session) is None:
            return keys.create(self.key_path)
        return keys.load(self.key_path)


def log_of(settings: Settings) -> Log:
    """Return the log that ``settings`` describe."""
    return Log(
        host=urlsplit(settings.public_url).netloc,
        key_path=settings.log_key or settings.data_dir / "log-key.pem",
        heads=HeadsFile(settings.log_heads or settings.data_dir / "log-heads.jsonl"),
    )


def connect(settings: Settings) -> Engine:
    """Return a ready engine whose entries are held against the heads outside the database."""
    engine = make_engine(settings.database_url)
    heads.watch(engine, log_of(settings).heads)
    return engine


def publish(session: Session, log: Log, *, now: datetime) -> CheckpointRow | None:
    """Sign the next head if it is time, and add what is missing to the file of heads.

    The database comes first, the file second: a head that the file knows is surely kept, so a
    database without it was put back. Raises ``LogRewound`` then, and writes nothing.
    """
    refuse_rewound(session, log)
    key = log.key(session)
    with saving(session):
        # Asked again under the lock: while we waited for it, an older state may have been put back.
        services.take_turn(session)
        refuse_rewound(session, log)
        signed = services.sign_checkpoint(session, key, host=log.host, now=now)
    last = log.heads.last()
    log.heads.append(
        Head(each.number, each.epoch, each.size, each.note)
        for each in queries.checkpoints(session, after=last.number if last else 0)
    )
    session.rollback()
    return signed


def refuse_rewound(session: Session, log: Log) -> None:
    """Raise ``LogRewound`` when the newest head outside is not among those in the database.

    A request may have begun before the head was signed, and would not see it: what seems to be
    missing is looked for once more with fresh eyes.
    """
    last = log.heads.last()
    if last is None or _holds(session, last):
        return
    with Session(session.get_bind()) as fresh:
        if not _holds(fresh, last):
            size = queries.size(fresh)
            raise LogRewound(size=size, published=last.size, number=last.number)


def _holds(session: Session, head: Head) -> bool:
    kept = queries.numbered_checkpoint(session, head.number)
    return kept is not None and kept.note == head.note
