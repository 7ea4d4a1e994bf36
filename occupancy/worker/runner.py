"""Runs the jobs, each in a thread of its own: a slow one keeps no other waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from occupancy import clock, logs
from occupancy.database import saving
from occupancy.jobs import rules, services
from occupancy.jobs.queries import BEAT
from occupancy.jobs.services import Tally
from occupancy.worker.job import Job, Work

log = logs.logger(__name__)

#: How often the worker writes down that it is there and what it did.
BEAT_EVERY = timedelta(seconds=15)
#: How often a rare job looks whether it is due.
LOOK_EVERY = timedelta(seconds=15)
#: Seconds that jobs under way get at the end.
PATIENCE = 10.0


class Runner:
    """The worker's threads; ``start`` them, then ``end`` them."""

    def __init__(
        self, jobs: Sequence[Job], work: Work, real_now: Callable[[], datetime] = clock.true_now
    ) -> None:
        self.jobs = [*jobs, Job(BEAT, BEAT_EVERY, self._beat)]
        self.work = work
        self.real_now = real_now
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.tallies = {job.name: Tally(job.name) for job in self.jobs}
        self.threads = [
            threading.Thread(target=self._go_on, args=(job,), name=job.name, daemon=True)
            for job in self.jobs
        ]

    def start(self) -> None:
        """Begin all jobs."""
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let every job finish what it does, and write down what was done."""
        self.ending.set()
        for thread in self.threads:
            thread.join(PATIENCE)
        self.once(self.jobs[-1])

    def once(self, job: Job) -> timedelta:
        """Run a job once if it is due; return the pause before its next turn."""
        if job.seldom and not self._claimed(job):
            return LOOK_EVERY
        try:
            job.run(self.work)
        except Exception as error:
            pause = self._failed(job, error)
        else:
            pause = self._succeeded(job)
        if job.seldom:
            self._put_off(job, pause)
        return pause

    def _go_on(self, job: Job) -> None:
        pause = timedelta(0)
        while not self.ending.wait(pause.total_seconds()):
            try:
                pause = min(self.once(job), LOOK_EVERY if job.seldom else timedelta.max)
            except Exception:  # the database is away: the job cannot even be taken
                log.warning("job_not_taken", job=job.name, exc_info=True)
                pause = LOOK_EVERY

    def _claimed(self, job: Job) -> bool:
        with Session(self.work.engine) as session, saving(session):
            return services.claim(session, job.name, every=job.every, now=self.real_now())

    def _put_off(self, job: Job, pause: timedelta) -> None:
        with Session(self.work.engine) as session, saving(session):
            services.put_off(session, job.name, until=self.real_now() + pause)

    def _succeeded(self, job: Job) -> timedelta:
        with self.lock:
            tally = self.tallies[job.name]
            tally.runs += 1
            tally.in_a_row = 0
            tally.succeeded_at = self.real_now()
        return job.every

    def _failed(self, job: Job, error: Exception) -> timedelta:
        with self.lock:
            tally = self.tallies[job.name]
            tally.runs += 1
            tally.failures += 1
            tally.in_a_row += 1
            tally.failed_at, tally.error = self.real_now(), type(error).__name__[:80]
            pause = rules.back_off(tally.in_a_row, job.every)
        again = round(pause.total_seconds())
        log.warning("job_failed", job=job.name, again_in_s=again, exc_info=error)
        return pause

    def _beat(self, work: Work) -> None:
        """Write down what all jobs did since the last time."""
        with self.lock:
            told = [replace(each) for each in self.tallies.values()]
        for each in told:
            if each.name == BEAT:
                each.succeeded_at = self.real_now()
        with Session(work.engine) as session, saving(session):
            services.note(session, [each for each in told if each.runs or each.name == BEAT])
        with self.lock:
            for each in told:
                self.tallies[each.name].runs -= each.runs
                self.tallies[each.name].failures -= each.failures
