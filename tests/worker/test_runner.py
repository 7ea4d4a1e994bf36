"""Jobs run in transactions of their own; one that fails is tried again and holds up no other."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.database import make_engine
from occupancy.jobs import queries
from occupancy.jobs.models import WorkerJob
from occupancy.worker.job import Job, Work, in_one_transaction
from occupancy.worker.runner import Runner
from tests.support.world import settings_for

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
OFTEN, DAILY = timedelta(milliseconds=10), timedelta(days=1)


@pytest.fixture
def work(database_url, tmp_path):
    engine = make_engine(database_url)
    yield Work(engine, settings_for(database_url, tmp_path))
    engine.dispose()


def rows(work):
    with Session(work.engine) as session:
        return {job.name: job for job in queries.jobs(session)}


def fails(*_args):
    raise RuntimeError("a password that nobody may read")


def test_a_deed_that_fails_keeps_nothing_and_a_good_one_everything(work):
    def write_and_fail(session, settings, now):
        session.add(WorkerJob(name="half", runs=0, failures=0, in_a_row=0))
        session.flush()
        fails()

    def write(session, settings, now):
        session.add(WorkerJob(name="whole", runs=0, failures=0, in_a_row=0))

    runner = Runner(
        [
            Job("bad", OFTEN, in_one_transaction(write_and_fail)),
            Job("good", OFTEN, in_one_transaction(write)),
        ],
        work,
    )
    assert runner.once(runner.jobs[0]) > OFTEN
    assert runner.once(runner.jobs[1]) == OFTEN
    assert set(rows(work)) == {"whole"}


def test_a_job_that_fails_is_tried_again_later_each_time(work, caplog):
    runner = Runner([Job("bad", timedelta(seconds=1), fails)], work)
    pauses = [runner.once(runner.jobs[0]).total_seconds() for _ in range(4)]
    assert pauses == [2, 4, 8, 16]
    assert "a password that nobody may read" not in caplog.text


def test_of_two_workers_on_one_database_one_does_the_daily_job(work):
    done = []
    workers = [
        Runner([Job("daily", DAILY, lambda work: done.append(1))], work, real_now=lambda: NOW)
        for _ in range(2)
    ]
    for runner in workers * 3:
        runner.once(runner.jobs[0])
    assert done == [1]


def test_a_daily_job_that_failed_is_due_again_within_minutes(work):
    now = [NOW]
    runner = Runner([Job("daily", DAILY, fails)], work, real_now=lambda: now[0])
    assert runner.once(runner.jobs[0]) == timedelta(minutes=1)
    now[0] += timedelta(minutes=1)
    runner.once(runner.jobs[0])
    assert runner.tallies["daily"].failures == 2


def test_a_slow_job_keeps_no_other_waiting_and_what_was_done_is_written_down_at_the_end(work):
    stuck, often = threading.Event(), threading.Semaphore(0)
    runner = Runner(
        [
            Job("slow", OFTEN, lambda work: stuck.wait(20)),
            Job("quick", OFTEN, lambda work: often.release()),
            Job("bad", OFTEN, fails),
        ],
        work,
    )
    runner.start()
    for _ in range(5):
        assert often.acquire(timeout=10)
    stuck.set()
    runner.end()
    told = rows(work)
    assert told["quick"].runs >= 5
    assert told["bad"].failures >= 1
    assert told["bad"].error == "RuntimeError"
    with Session(work.engine) as session:
        assert queries.worker_is_there(session, real_now=datetime.now(UTC))
