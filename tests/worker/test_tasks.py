"""What the worker does without anybody asking."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy.accounts.models import SignInAttempt
from occupancy.audit import queries, services
from occupancy.audit.log import connect, log_of
from occupancy.audit.services import Deed
from occupancy.database import saving
from occupancy.worker.job import Work
from occupancy.worker.runner import Runner
from occupancy.worker.tasks import JOBS
from tests.support.world import settings_for

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def test_new_deeds_get_a_head_in_the_database_and_outside(database_url, tmp_path):
    settings = settings_for(database_url, tmp_path)
    engine = connect(settings)
    with Session(engine) as session, saving(session):
        services.record(session, Deed("tried", "test:1", {"n": 1}), actor="person:1", now=NOW)
    runner = Runner(JOBS, Work(engine, settings))
    job = next(each for each in runner.jobs if each.name == "checkpoint")
    assert runner.once(job) == job.every
    with Session(engine) as session:
        newest = queries.checkpoints(session, after=0)[-1]
    assert newest.size == 1
    assert log_of(settings).heads.last().note == newest.note
    engine.dispose()


def test_what_need_not_be_kept_is_forgotten_once_a_day(database_url, tmp_path):
    settings = settings_for(database_url, tmp_path)
    engine = connect(settings)
    with Session(engine) as session, saving(session):
        session.add(SignInAttempt(login="old", address="x", at=datetime(2020, 1, 1, tzinfo=UTC)))
    runner = Runner(JOBS, Work(engine, settings))
    job = next(each for each in runner.jobs if each.name == "retention")
    assert job.seldom
    assert runner.once(job) == job.every
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0
    engine.dispose()
