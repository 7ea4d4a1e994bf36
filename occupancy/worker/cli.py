"""`occupancy worker`."""

from __future__ import annotations

import os
import signal

import click

from occupancy import clock, logs
from occupancy.audit.log import connect
from occupancy.serving import parent, safe
from occupancy.serving.waking import Waking
from occupancy.worker.job import Work
from occupancy.worker.runner import Runner
from occupancy.worker.tasks import JOBS

log = logs.logger("occupancy.worker")


@click.command()
def worker() -> None:
    """Запустити фоновий процес: контрольні точки журналу, строки зберігання, надсилання."""
    settings = safe.read_or_stop()
    logs.configure(as_json=settings.logs_as_json)
    if settings.demo_clock:
        clock.pretend(settings.demo_clock)
    waking = Waking((signal.SIGTERM, signal.SIGINT))
    if beside := os.environ.get(parent.VARIABLE):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: who started us ends us, last
        parent.end_with(int(beside))
    engine = connect(settings)
    runner = Runner(JOBS, Work(engine, settings))
    runner.start()
    log.info("worker_started", jobs=[job.name for job in runner.jobs])
    while not waking.wait(3600.0):
        pass
    runner.end()
    engine.dispose()
    log.info("worker_ended")
