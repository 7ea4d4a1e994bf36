"""The transparency log and the worker that signs it."""

from __future__ import annotations

import stat
from datetime import timedelta

from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit import keys, queries
from occupancy.audit.log import log_of, refuse_rewound
from occupancy.audit.rules import LogKeyMissing, LogRewound
from occupancy.doctor.finding import Finding, Patient, bad, good, warning
from occupancy.jobs import queries as jobs
from occupancy.notices import queries as notices
from occupancy.notices.witness import KIND, witnesses

#: A head is signed every second; a minute without one means that nobody signs.
HEAD_LATE = timedelta(minutes=1)
AHEAD = timedelta(seconds=2)


def key(patient: Patient) -> Finding:
    """Look whether the signing key is there, ours alone, and the one of the running epoch."""
    path = log_of(patient.settings).key_path
    with Session(patient.engine) as session:
        epoch = queries.epoch(session)
    if not path.exists():
        return warning("key.not_yet") if epoch is None else bad("key.missing")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return bad("key.open", mode=f"{mode:04o}")
    try:
        public = keys.load(path).public
    except LogKeyMissing:
        return bad("key.unreadable")
    if epoch is not None and epoch.public_key != public:
        return bad("key.other", epoch=epoch.number)
    return good("key.good")


def heads(patient: Patient) -> Finding:
    """Hold the file of heads against the database."""
    with Session(patient.engine) as session:
        try:
            refuse_rewound(session, log_of(patient.settings))
        except LogRewound:
            return bad("heads.rewound")
        except OSError:
            return bad("heads.unreadable")
    return good("heads.good")


def checkpoint(patient: Patient) -> Finding:
    """Look whether the newest entries are covered by a signed head."""
    with Session(patient.engine) as session:
        newest, size = queries.newest_checkpoint(session), queries.size(session)
        last = queries.entry(session, size - 1) if size else None
    now = clock.now()
    if last is None:
        return good("checkpoint.empty")
    if newest is not None and newest.at > now + AHEAD and not patient.settings.demo:
        return bad("clock.behind_log")
    late = now - last.at > HEAD_LATE
    if (newest is None or newest.size < size) and late:
        return bad("checkpoint.late", number=size - (newest.size if newest else 0))
    return good("checkpoint.good", number=newest.number if newest else 0, size=size)


def worker(patient: Patient) -> Finding:
    """Look whether the background worker is there and its jobs go well."""
    with Session(patient.engine) as session:
        there = jobs.worker_is_there(session, real_now=clock.true_now())
        failing = [job.name for job in jobs.jobs(session) if job.in_a_row >= 3]
    if not there:
        return bad("worker.away")
    return warning("worker.failing", jobs=", ".join(failing)) if failing else good("worker.good")


def witness(patient: Patient) -> Finding:
    """Look whether others keep heads of the log."""
    if not witnesses(patient.settings):
        return warning("witness.none")
    with Session(patient.engine) as session:
        told = notices.newest(session, KIND)
    missing = [each.channel for each in told if each.sent_at is None]
    if missing or not told:
        return warning("witness.waiting", channels=", ".join(missing) or "—")
    day = max(each.sent_at for each in told if each.sent_at).date().isoformat()
    return good("witness.good", number=len(told), day=day)
