"""Every job of the background worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occupancy import clock, logs
from occupancy.audit.log import log_of, publish
from occupancy.nightly.services import is_due, scan_night
from occupancy.notices import outbox
from occupancy.notices.witness import tell_witnesses
from occupancy.privacy import services as privacy
from occupancy.scans.services import NothingToScan
from occupancy.settings import Settings
from occupancy.worker.job import Job, Work, in_one_transaction

log = logs.logger(__name__)


def checkpoint(work: Work) -> None:
    """Sign the log's next head, where something is new, and keep it outside the database."""
    with Session(work.engine) as session:
        publish(session, log_of(work.settings), now=clock.now())


def forget(session: Session, _settings: Settings, now: datetime) -> None:
    """Forget what need not be kept any longer."""
    forgotten = privacy.sweep(session, now)
    log.info("retention_done", **forgotten)


def send(work: Work) -> None:
    """Send what waits in the outbox."""
    outbox.send_what_is_due(work.engine, work.settings)


def scan(work: Work) -> None:
    """Scan the newest night once its figures are final; a night is scanned so once."""
    with Session(work.engine) as session:
        night = is_due(session, clock.now())
    if night is None:
        return
    try:
        run, found = scan_night(work.engine, first=None, last=night, now=clock.now)
    except NothingToScan:
        return
    log.info(
        "night_scanned",
        night=night.isoformat(),
        run=run.id,
        groups=len(found.groups),
        judged=found.judged,
        signals=run.flags_standing,
    )


JOBS = (
    Job("checkpoint", timedelta(seconds=1), checkpoint),
    Job("outbox", timedelta(seconds=5), send),
    Job("witness", timedelta(minutes=10), in_one_transaction(tell_witnesses)),
    Job("scan", timedelta(minutes=15), scan),
    Job("retention", timedelta(days=1), in_one_transaction(forget)),
)
