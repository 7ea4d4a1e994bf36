"""The scan of a night: who is asked, when it is due, and what is told meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.database import make_engine, saving
from occupancy.nightly import services
from occupancy.nightly.services import is_due, scan_night
from occupancy.scans import queries
from occupancy.scans.models import ScanProgress, ScanRun
from occupancy.worker.job import Work
from occupancy.worker.tasks import JOBS
from tests.scans.region import LAST, make_region
from tests.support.world import settings_for

#: Noon of the day after the last night: its figures are final from here on.
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EARLY = NOON - timedelta(minutes=1)


@pytest.fixture
def engine(database_url):
    engine = make_engine(database_url)
    with Session(engine) as session, saving(session):
        make_region(session, count=8, nights=40)
    yield engine
    engine.dispose()


def test_a_scan_tells_how_far_it_is_and_takes_the_word_back(engine, monkeypatch):
    monkeypatch.setattr(services, "SILENCE", 0.0)
    told = []

    def progress(stage, done, of):
        with Session(engine) as session:
            told.append((stage, done, of, session.scalar(select(func.count(ScanProgress.id)))))

    scan_night(engine, first=None, last=LAST, now=lambda: NOON, progress=progress)
    assert told == [("reading", 0, 1, 0), ("comparing", 1, 1, 1), ("keeping", 0, 1, 1)]
    with Session(engine) as session:
        assert queries.progress(session, NOON) is None
        assert session.scalar(select(func.count()).select_from(ScanProgress)) == 0


def test_a_word_of_a_scan_that_broke_off_is_not_shown_for_ever(session):
    services.note_progress(session, LAST, "comparing", 3, 9, now=NOON)
    row = queries.progress(session, NOON + timedelta(minutes=9))
    assert (row.stage, row.done, row.of, row.started_at) == ("comparing", 3, 9, NOON)
    assert queries.progress(session, NOON + timedelta(minutes=11)) is None


def test_a_scan_is_due_from_noon_on_until_one_began_after_it(engine):
    with Session(engine) as session:
        assert is_due(session, EARLY) is None
        assert is_due(session, NOON) == LAST
    scan_night(engine, first=None, last=LAST, now=lambda: EARLY)
    with Session(engine) as session:
        assert is_due(session, NOON) == LAST, "the scan before noon saw figures that may change"


def test_the_worker_scans_a_night_once(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    job = next(each for each in JOBS if each.name == "scan")
    assert job.seldom, "one of several servers is enough"
    work = Work(engine, settings_for(str(engine.url), tmp_path))
    job.run(work)
    job.run(work)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ScanRun)) == 1
        assert is_due(session, NOON) is None


def test_an_empty_database_is_no_failure_of_the_worker(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    engine = make_engine(database_url)
    next(each for each in JOBS if each.name == "scan").run(
        Work(engine, settings_for(database_url, tmp_path))
    )
    engine.dispose()
