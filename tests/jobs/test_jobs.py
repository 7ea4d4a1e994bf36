"""A rare job is done by one server, and what the worker did can be read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from occupancy.database import make_engine, saving
from occupancy.jobs import queries, services
from occupancy.jobs.rules import LEASE, LONGEST_PAUSE, back_off
from occupancy.jobs.services import Tally

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def claimed(session, now, every=DAY):
    with saving(session):
        return services.claim(session, "retention", every=every, now=now)


def test_of_two_servers_only_one_takes_a_rare_job(database_url):
    engine = make_engine(database_url)
    with Session(engine) as one, Session(engine) as other:
        assert [claimed(one, NOW), claimed(other, NOW)] == [True, False]
    engine.dispose()


def test_a_job_is_due_again_after_its_interval_and_after_a_lease_that_nobody_ended(session):
    assert claimed(session, NOW)
    assert not claimed(session, NOW + LEASE - timedelta(seconds=1))
    assert claimed(session, NOW + LEASE)
    with saving(session):
        services.put_off(session, "retention", until=NOW + DAY)
    assert not claimed(session, NOW + DAY - timedelta(seconds=1))
    assert claimed(session, NOW + DAY)


def test_a_clock_that_was_set_back_stops_no_job(session):
    with saving(session):
        services.put_off(session, "retention", until=NOW + DAY)
    assert claimed(session, NOW - timedelta(days=400))


@pytest.mark.parametrize(
    ("in_a_row", "every", "pause"),
    [
        (1, timedelta(seconds=1), timedelta(seconds=2)),
        (3, timedelta(seconds=1), timedelta(seconds=8)),
        (1, timedelta(seconds=15), timedelta(seconds=15)),
        (1, DAY, timedelta(minutes=1)),
        (500, timedelta(seconds=1), LONGEST_PAUSE),
        (500, DAY, LONGEST_PAUSE),
    ],
)
def test_the_pause_after_failures_grows_to_ten_minutes(in_a_row, every, pause):
    assert back_off(in_a_row, every) == pause


def test_figures_of_two_workers_add_up(session):
    with saving(session):
        services.note(session, [Tally("outbox", runs=3, failures=1, in_a_row=1, failed_at=NOW,
                                      error="OSError")])  # fmt: skip
    with saving(session):
        services.note(session, [Tally("outbox", runs=2, succeeded_at=NOW)])
    (job,) = queries.jobs(session)
    assert (job.runs, job.failures, job.in_a_row, job.error) == (5, 1, 0, "OSError")
    assert (job.succeeded_at, job.failed_at) == (NOW, NOW)


def test_a_worker_that_was_silent_for_a_minute_is_not_there(session):
    assert not queries.worker_is_there(session, real_now=NOW)
    with saving(session):
        services.note(session, [Tally(queries.BEAT, runs=1, succeeded_at=NOW)])
    assert queries.worker_is_there(session, real_now=NOW + timedelta(seconds=59))
    assert not queries.worker_is_there(session, real_now=NOW + timedelta(seconds=61))
